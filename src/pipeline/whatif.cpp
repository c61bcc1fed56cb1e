// SPDX-License-Identifier: Apache-2.0
#include <cordon/engine/engine.hpp>
#include <cordon/pipeline/final_episodes.hpp>
#include <cordon/pipeline/whatif.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

namespace cordon::pipeline {

namespace {

using model::EpisodeKind;
using std::chrono::year_month_day;

bool is_about_arrival(EpisodeKind kind) noexcept
{
    return kind == EpisodeKind::no_contact || kind == EpisodeKind::no_fix || kind == EpisodeKind::not_monitored ||
           kind == EpisodeKind::association || kind == EpisodeKind::clock_fault;
}

/// What an order's activations bind of `[from, until)`, within its life, each with as much before it as `lead`: a fix
/// from before the order's start says where the wearer is then.
std::vector<port::TrackSpan> spans_of(const model::Order& order, UtcTime from, UtcTime until, Millis lead)
{
    const UtcTime begin = std::max(from, order.starts) - lead;
    const UtcTime end = std::min(until, order.ends.value_or(until));
    std::vector<port::TrackSpan> spans;
    for (const model::Activation& activation : order.activations) {
        const port::TrackSpan span{.device = activation.device,
                                   .from = std::max({begin, activation.from, UtcTime{}}),
                                   .until = std::min(end, activation.to.value_or(end))};
        if (span.from < span.until) {
            spans.push_back(span);
        }
    }
    return spans;
}

/// Spans of one device that touch become one: nothing is read twice.
std::vector<port::TrackSpan> joined(std::vector<port::TrackSpan> spans)
{
    std::ranges::sort(spans, {}, [](const port::TrackSpan& s) { return std::tuple{s.device, s.from, s.until}; });
    std::vector<port::TrackSpan> out;
    for (port::TrackSpan& span : spans) {
        if (!out.empty() && out.back().device == span.device && span.from <= out.back().until) {
            out.back().until = std::max(out.back().until, span.until);
        } else {
            out.push_back(std::move(span));
        }
    }
    return out;
}

/// The fold over orders that hold from the beginning and what was recorded.
class Supposition {
public:
    explicit Supposition(const WhatIfQuestion& question) : question_{question}
    {
        for (const model::OrderText& text : question.orders) {
            apply(UtcTime{}, model::OrderRecord{.json = model::record_json(text), .by = {"whatif"}});
            seen_.push_back({.spans = spans_of(text.order, question.from, question.until, Millis{0})});
        }
    }

    [[nodiscard]] std::vector<port::TrackSpan> wanted() const
    {
        std::vector<port::TrackSpan> all;
        for (const model::OrderText& text : question_.orders) {
            std::ranges::move(spans_of(text.order, question_.from, question_.until, whatif_lead),
                              std::back_inserter(all));
        }
        return joined(std::move(all));
    }

    void take(model::Observation&& observation)
    {
        for (Seen& seen : seen_) {
            seen.observations += std::ranges::any_of(seen.spans, [&](const port::TrackSpan& span) {
                return span.device == observation.device && port::is_within(span, observation);
            });
        }
        clock_ = std::max(clock_, std::min(observation.received, question_.until));
        model::FrameRecord frame{.device = observation.device,
                                 .protocol = model::Protocol::feeder,
                                 .peer = "whatif",
                                 .received = observation.received};
        frame.observations.push_back(std::move(observation));
        apply(clock_, std::move(frame));
    }

    /// `known`: what happened after it is not in the record, so nothing may be concluded from nothing having come.
    WhatIfAnswer answer(std::optional<UtcTime> known)
    {
        const UtcTime end = std::max(clock_, std::min(known.value_or(clock_), question_.until));
        apply(end, model::TickRecord{});
        WhatIfAnswer answer{.until = end};
        answer.episodes = told_.rows(fold_);
        std::erase_if(answer.episodes, [this](const model::Episode& e) { return !is_asked_for(e); });
        count(answer);
        return answer;
    }

private:
    struct Seen {
        std::vector<port::TrackSpan> spans;
        std::size_t observations = 0;
    };

    void apply(UtcTime at, model::Body body)
    {
        told_.take(fold_.apply({.offset = {++offset_}, .record = {.at = at, .body = std::move(body)}}));
    }

    [[nodiscard]] bool is_asked_for(const model::Episode& episode) const
    {
        const bool overlaps = episode.started < question_.until &&
                              (episode.started >= question_.from || !episode.ended || *episode.ended > question_.from);
        return overlaps && !is_about_arrival(episode.kind);
    }

    void count(WhatIfAnswer& answer) const
    {
        for (std::size_t i = 0; i < seen_.size(); ++i) {
            const model::Order& order = question_.orders[i].order;
            answer.orders.push_back(
                {.order = order.id, .in_force = !seen_[i].spans.empty(), .observations = seen_[i].observations});
            add_days(answer, order.offsets);
        }
        for (const model::Episode& episode : answer.episodes) {
            const auto date = date_of(episode);
            for (EpisodeCount* to : {&answer.kinds[episode.kind], &answer.days[date][episode.kind]}) {
                ++(episode.state == model::EpisodeState::confirmed ? to->confirmed : to->possible);
            }
        }
    }

    void add_days(WhatIfAnswer& answer, const model::UtcOffsets& offsets) const
    {
        const year_month_day last = model::civil_date(offsets, answer.until - Millis{1});
        for (std::chrono::sys_days day = model::civil_date(offsets, question_.from); day <= std::chrono::sys_days{last};
             day += std::chrono::days{1}) {
            answer.days.try_emplace(day);
        }
    }

    [[nodiscard]] year_month_day date_of(const model::Episode& episode) const
    {
        const auto order = std::ranges::find_if(question_.orders, [&](const model::OrderText& text) {
            return episode.order && text.order.id == *episode.order;
        });
        const model::UtcOffsets utc;
        return model::civil_date(order == question_.orders.end() ? utc : order->order.offsets,
                                 std::max(episode.started, question_.from));
    }

    const WhatIfQuestion& question_;
    engine::Engine fold_;
    FinalEpisodes told_;
    std::uint64_t offset_ = 0;
    UtcTime clock_;
    std::vector<Seen> seen_;  ///< as the question's orders
};

}  // namespace

Result<WhatIfAnswer> what_if(const WhatIfQuestion& question, port::CaseReader& cases)
{
    Supposition supposition{question};
    CORDON_TRY(const auto known, cases.read_tracks(supposition.wanted(), [&supposition](model::Observation&& seen) {
        supposition.take(std::move(seen));
    }));
    return supposition.answer(known);
}

}  // namespace cordon::pipeline
