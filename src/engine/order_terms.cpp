// SPDX-License-Identifier: Apache-2.0
#include "order_terms.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>
#include <variant>

namespace cordon::engine {

namespace {

Span span_of(const model::Activation& activation)
{
    return {activation.from, activation.to.value_or(forever)};
}

Spans life_of(const model::Order& order)
{
    return united({{order.starts, order.ends.value_or(forever)}});
}

}  // namespace

void OrderTerms::take_version(const model::Order& order, UtcTime at)
{
    const Millis future = std::chrono::seconds{order.thresholds.future_s};
    terms_.push_back({.from = at, .max_speed_mps = order.thresholds.max_speed_mps, .future = future});
    take_bindings(order, at);
    take_conditions(order, at);
    rebuild();
}

DeviceNumber OrderTerms::bind(const DeviceId& device)
{
    if (const auto known = number_of(device)) {
        return *known;
    }
    devices_.push_back(device);
    tags_.emplace_back();
    watched_.emplace_back();
    return static_cast<DeviceNumber>(devices_.size() - 1);
}

void OrderTerms::take_bindings(const model::Order& order, UtcTime at)
{
    for (const auto& activation : order.activations) {
        bind(activation.device);
    }
    std::vector<Spans> tags(devices_.size());
    std::vector<Spans> any(devices_.size());
    Spans all_tags;
    for (const auto& activation : order.activations) {
        const DeviceNumber device = bind(activation.device);
        any[device].push_back(span_of(activation));
        if (activation.party == model::Party::tag) {
            tags[device].push_back(span_of(activation));
            all_tags.push_back(span_of(activation));
        }
    }
    const Spans life = life_of(order);
    for (std::size_t device = 0; device < devices_.size(); ++device) {
        tags_[device] = replaced_from(at, tags_[device], united(std::move(tags[device])));
        watched_[device] = replaced_from(at, watched_[device], common(life, united(std::move(any[device]))));
    }
    activity_ = replaced_from(at, activity_, common(life, united(std::move(all_tags))));
}

void OrderTerms::take_conditions(const model::Order& order, UtcTime at)
{
    std::vector<bool> wanted(zones_.size(), false);
    for (const auto& condition : order.conditions) {
        if (!std::holds_alternative<model::ExclusionZone>(condition.rule)) {
            continue;  // a trail decides nothing; all else was named by `unmonitored` before it came here
        }
        std::size_t same = 0;
        while (same < zones_.size() &&
               (!zones_[same] || lives_[same].until != forever || !zones_[same]->same_as(condition))) {
            ++same;
        }
        if (same < zones_.size()) {
            wanted[same] = true;
            continue;
        }
        const auto number = static_cast<WatchNumber>(zones_.size());
        zones_.push_back(std::make_unique<ExclusionWatch>(number, condition, Spans{}));
        lives_.push_back({at, forever});
        conditions_.push_back(condition.id);
        wanted.push_back(true);
    }
    for (std::size_t i = 0; i < zones_.size(); ++i) {
        if (!wanted[i] && lives_[i].until == forever) {
            lives_[i].until = at;
        }
    }
}

/// What follows from bindings and conditions: when each zone is watched, the edges of that, the index.
void OrderTerms::rebuild()
{
    edges_.clear();
    longest_crossing_ = Millis{0};
    std::vector<std::pair<std::uint32_t, geo::Box>> boxes;
    const auto add_edges = [this](const Spans& spans) {
        for (const auto& span : spans) {
            edges_.push_back(span.from);
            edges_.push_back(span.until);
        }
    };
    for (std::size_t i = 0; i < zones_.size(); ++i) {
        if (!zones_[i]) {
            continue;
        }
        zones_[i]->set_active(common(activity_, united({lives_[i]})));
        longest_crossing_ = std::max(longest_crossing_, zones_[i]->crossing_gap());
        boxes.emplace_back(static_cast<std::uint32_t>(i), zones_[i]->reach());
        add_edges(zones_[i]->active());
    }
    for (const auto& spans : watched_) {
        add_edges(spans);
    }
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    index_ = geo::ZoneIndex{boxes};
}

std::optional<DeviceNumber> OrderTerms::number_of(const DeviceId& device) const noexcept
{
    const auto place = std::find(devices_.begin(), devices_.end(), device);
    if (place == devices_.end()) {
        return std::nullopt;
    }
    return static_cast<DeviceNumber>(place - devices_.begin());
}

const OrderTerms::Terms& OrderTerms::terms_at(UtcTime at) const noexcept
{
    const auto after = std::upper_bound(terms_.begin(), terms_.end(), at,
                                        [](UtcTime t, const Terms& terms) { return t < terms.from; });
    return after == terms_.begin() ? terms_.front() : *std::prev(after);
}

UtcTime OrderTerms::next_edge(UtcTime after) const noexcept
{
    const auto place = std::upper_bound(edges_.begin(), edges_.end(), after);
    return place == edges_.end() ? forever : *place;
}

void OrderTerms::retire(UtcTime before)
{
    bool some = false;
    for (std::size_t i = 0; i < zones_.size(); ++i) {
        if (zones_[i] && lives_[i].until < before) {
            zones_[i].reset();
            some = true;
        }
    }
    if (some) {
        rebuild();
    }
}

}  // namespace cordon::engine
