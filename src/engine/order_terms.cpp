// SPDX-License-Identifier: Apache-2.0
#include "order_terms.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>
#include <variant>

namespace cordon::engine {

namespace {

using namespace std::chrono_literals;

/// Windows are laid out this far ahead, and again when less than the margin is left; no window is longer than a day and
/// an hour, so none is cut at either side.
constexpr Millis lay_out_ahead = 24h * 16;
constexpr Millis margin = 24h * 2;

Span span_of(const model::Activation& activation)
{
    return {activation.from, activation.to.value_or(forever)};
}

Spans life_of(const model::Order& order)
{
    return united({{order.starts, order.ends.value_or(forever)}});
}

}  // namespace

UtcTime OrderTerms::take_version(const model::Order& order, UtcTime at)
{
    const Millis future = std::chrono::seconds{order.thresholds.future_s};
    terms_.push_back({.from = at, .max_speed_mps = order.thresholds.max_speed_mps, .future = future});
    offsets_ = order.offsets;
    if (laid_out_.until == beginning) {
        laid_out_ = {at - margin, at + lay_out_ahead};
    }
    take_bindings(order, at);
    take_conditions(order, at);
    const UtcTime changed = std::min(at, take_permissions(order, at));
    rebuild_index();
    lay_out();
    return changed;
}

DeviceNumber OrderTerms::bind(const DeviceId& device)
{
    if (const auto known = number_of(device)) {
        return *known;
    }
    devices_.push_back(device);
    tags_.emplace_back();
    protected_.emplace_back();
    watched_.emplace_back();
    return static_cast<DeviceNumber>(devices_.size() - 1);
}

void OrderTerms::take_bindings(const model::Order& order, UtcTime at)
{
    for (const auto& activation : order.activations) {
        bind(activation.device);
    }
    std::vector<Spans> tags(devices_.size());
    std::vector<Spans> others(devices_.size());
    std::vector<Spans> any(devices_.size());
    Spans all_tags;
    for (const auto& activation : order.activations) {
        const DeviceNumber device = bind(activation.device);
        const Span span = span_of(activation);
        const bool tag = activation.party == model::Party::tag;
        any[device].push_back(span);
        (tag ? tags : others)[device].push_back(span);
        if (tag) {
            all_tags.push_back(span);
        }
    }
    const Spans life = life_of(order);
    for (std::size_t device = 0; device < devices_.size(); ++device) {
        tags_[device] = replaced_from(at, tags_[device], united(std::move(tags[device])));
        protected_[device] = replaced_from(at, protected_[device], united(std::move(others[device])));
        watched_[device] = replaced_from(at, watched_[device], common(life, united(std::move(any[device]))));
    }
    activity_ = replaced_from(at, activity_, common(life, united(std::move(all_tags))));
}

/// A permission of an earlier version stands for the time before this one; those of this one stand for all time.
UtcTime OrderTerms::take_permissions(const model::Order& order, UtcTime at)
{
    std::map<ConditionId, Spans> next;
    for (const auto& permission : order.permissions) {
        next[permission.condition].push_back({permission.from, permission.to});
    }
    for (const auto& [condition, spans] : permissions_) {
        for (const auto& span : common(spans, {{beginning, at}})) {
            next[condition].push_back(span);
        }
    }
    UtcTime changed = forever;
    for (auto& [condition, spans] : next) {
        spans = united(std::move(spans));
        changed = std::min(changed, first_difference(spans, permissions_[condition]));
    }
    permissions_ = std::move(next);
    return changed;
}

std::optional<std::size_t> OrderTerms::find_held(const Duty& duty, const std::string& time_zone) const
{
    for (std::size_t i = 0; i < held_.size(); ++i) {
        const Held& held = held_[i];
        if (held.watch && held.life.until == forever && same(held.duty, duty) &&
            (schedule_of(duty) == nullptr || held.time_zone == time_zone)) {
            return i;
        }
    }
    return std::nullopt;
}

void OrderTerms::take_conditions(const model::Order& order, UtcTime at)
{
    std::vector<bool> wanted(held_.size(), false);
    for (auto& duty : duties_of(order, [this](const DeviceId& device) { return bind(device); })) {
        if (const auto known = find_held(duty, order.time_zone); known && !wanted[*known]) {
            wanted[*known] = true;
            continue;
        }
        const auto number = static_cast<WatchNumber>(held_.size());
        conditions_.push_back(duty.condition.id);
        auto watch = std::make_unique<Watch>(make_watch(number, duty));
        held_.push_back(
            {.duty = std::move(duty), .time_zone = order.time_zone, .life = {at, forever}, .watch = std::move(watch)});
        wanted.push_back(true);
    }
    for (std::size_t i = 0; i < held_.size(); ++i) {
        if (!wanted[i] && held_[i].life.until == forever) {
            held_[i].life.until = at;
        }
    }
}

UtcTime OrderTerms::laid_out_until() const
{
    const bool windows = std::any_of(held_.begin(), held_.end(),
                                     [](const Held& held) { return held.watch && schedule_of(held.duty) != nullptr; });
    if (!windows || activity_.empty() || activity_.back().until <= laid_out_.until) {
        return forever;
    }
    return laid_out_.until - margin;
}

/// Makes again what is not kept in a snapshot.
void OrderTerms::prepare()
{
    for (std::size_t i = 0; i < held_.size(); ++i) {
        const bool retired = std::holds_alternative<model::Trail>(held_[i].duty.condition.rule);
        held_[i].watch =
            retired ? nullptr : std::make_unique<Watch>(make_watch(static_cast<WatchNumber>(i), held_[i].duty));
    }
    rebuild_index();
    lay_out();
}

void OrderTerms::reach(UtcTime until)
{
    if (until + margin >= laid_out_.until) {
        laid_out_.until = until + lay_out_ahead;
        lay_out();
    }
}

/// When each watch is active, and the edges of that.
void OrderTerms::lay_out()
{
    edges_.clear();
    const auto add_edges = [this](const Spans& spans) {
        for (const auto& span : spans) {
            edges_.push_back(span.from);
            edges_.push_back(span.until);
        }
    };
    for (auto& held : held_) {
        if (held.watch) {
            lay_out(held);
            add_edges(std::visit([](const auto& watch) -> const Spans& { return watch.active(); }, *held.watch));
        }
    }
    for (const auto& spans : watched_) {
        add_edges(spans);
    }
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
}

void OrderTerms::lay_out(Held& held)
{
    Spans life = common(activity_, united({held.life}));
    if (held.duty.other) {
        life = common(life, protected_[*held.duty.other]);
    }
    Spans active = life;
    if (const auto* schedule = schedule_of(held.duty); schedule != nullptr && !life.empty()) {
        Spans windows;
        const UtcTime from = std::max(laid_out_.from, life.front().from);
        const UtcTime until = std::min(laid_out_.until, life.back().until);
        for (const auto& window : model::occurrences(*schedule, offsets_, from, until)) {
            windows.push_back({window.from, window.until});
        }
        if (auto* attendance = std::get_if<AttendanceWatch>(held.watch.get())) {
            attendance->set_windows(windows);
        }
        active = common(life, united(std::move(windows)));
        if (auto* exit = std::get_if<ExitWatch>(held.watch.get())) {
            exit->set_windows(active);
        }
    }
    if (const auto allowed = permissions_.find(held.duty.condition.id); allowed != permissions_.end()) {
        active = without(active, allowed->second);
    }
    std::visit([&active](auto& watch) { watch.set_active(std::move(active)); }, *held.watch);
}

void OrderTerms::rebuild_index()
{
    longest_crossing_ = Millis{0};
    timed_.clear();
    std::vector<std::pair<std::uint32_t, geo::Box>> boxes;
    for (std::size_t i = 0; i < held_.size(); ++i) {
        const Watch* watch = held_[i].watch.get();
        if (watch == nullptr) {
            continue;
        }
        if (const auto* zone = std::get_if<ExclusionWatch>(watch)) {
            longest_crossing_ = std::max(longest_crossing_, zone->crossing_gap());
            boxes.emplace_back(static_cast<std::uint32_t>(i), zone->reach());
        } else if (!std::holds_alternative<ExitWatch>(*watch)) {
            timed_.push_back(static_cast<WatchNumber>(i));
        }
    }
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
    for (auto& held : held_) {
        if (held.watch && held.life.until < before) {
            held.watch.reset();
            held.duty.condition.rule = model::Trail{};  // asks for nothing: that is how it is known as retired
        }
    }
    laid_out_.from = std::max(laid_out_.from, before - margin);
    rebuild_index();
    lay_out();
}

}  // namespace cordon::engine
