// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>
#include <cordon/sim/evaluation.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cordon::sim {

namespace {

using model::EpisodeKind;

constexpr double millis_a_day = 86'400'000.0;

/// The gap from which on nothing is inferred (rules.md §3, default).
constexpr Millis longest_crossing_gap = std::chrono::minutes{5};

constexpr std::array place_kinds{EpisodeKind::exclusion_zone,   EpisodeKind::crossing, EpisodeKind::inclusion_zone,
                                 EpisodeKind::restriction_zone, EpisodeKind::curfew,   EpisodeKind::attendance,
                                 EpisodeKind::proximity};

/// Entries are one kind here.
EpisodeKind likeness(EpisodeKind kind) noexcept
{
    return kind == EpisodeKind::crossing ? EpisodeKind::exclusion_zone : kind;
}

using Subject = std::tuple<std::optional<OrderId>, std::optional<ConditionId>, EpisodeKind>;

bool overlap(const TrueEpisode& happened, const Concluded& told, Millis tolerance)
{
    const bool begins_in_time = !happened.ended || told.started - tolerance <= *happened.ended;
    const bool lasts_long_enough = !told.ended || *told.ended + tolerance >= happened.started;
    return begins_in_time && lasts_long_enough;
}

/// What the true episodes came to, one after the other.
class Comparison {
public:
    Comparison(const Truth& truth, std::span<const Concluded> concluded, Millis tolerance)
        : truth_{truth}, concluded_{concluded}, tolerance_{tolerance}, matched_(concluded.size(), false)
    {
        for (std::size_t i = 0; i < concluded.size(); ++i) {
            const Concluded& one = concluded[i];
            by_subject_[{one.order, one.condition, likeness(one.kind)}].push_back(i);
        }
    }

    Evaluation run()
    {
        for (std::size_t i = 0; i < truth_.episodes.size(); ++i) {
            look_for(i);
        }
        judge();
        put_delays();
        out_.wearer_days = truth_.wearer_days();
        for (auto& [kind, recall] : kinds_) {
            out_.kinds.push_back(recall);
        }
        return std::move(out_);
    }

private:
    void look_for(std::size_t number)
    {
        const TrueEpisode& happened = truth_.episodes[number];
        std::optional<UtcTime> first;
        bool confirmed = false;
        const auto found = by_subject_.find({happened.order, happened.condition, likeness(happened.kind)});
        for (const std::size_t i : found == by_subject_.end() ? std::vector<std::size_t>{} : found->second) {
            const Concluded& told = concluded_[i];
            if (overlap(happened, told, tolerance_)) {
                matched_[i] = true;
                first = first ? std::min(*first, told.detected) : told.detected;
                confirmed = confirmed || told.state == model::EpisodeState::confirmed;
            }
        }
        KindOfTruth& kind = kinds_[likeness(happened.kind)];
        kind.kind = likeness(happened.kind);
        Recall& recall = kind.by_class.at(static_cast<std::size_t>(happened.seen()));
        ++recall.happened;
        recall.told += first ? 1U : 0U;
        recall.confirmed += confirmed ? 1U : 0U;
        if (first) {
            delays_.push_back(*first - happened.started);
        } else {
            out_.missed.push_back(number);
        }
    }

    void judge()
    {
        std::set<EpisodeKind> judged(place_kinds.begin(), place_kinds.end());
        for (const auto& [kind, recall] : kinds_) {
            judged.insert(kind);
        }
        for (std::size_t i = 0; i < concluded_.size(); ++i) {
            const Concluded& told = concluded_[i];
            if (!judged.contains(told.kind)) {
                ++out_.not_judged;
                continue;
            }
            const bool confirmed = told.state == model::EpisodeState::confirmed;
            ++out_.judged;
            out_.confirmed += confirmed ? 1U : 0U;
            if (!matched_[i]) {
                ++(confirmed ? out_.false_confirmed : out_.false_possible);
                if (confirmed) {
                    out_.false_ids.push_back(told.id);
                }
            }
        }
    }

    void put_delays()
    {
        std::ranges::sort(delays_);
        // Nearest rank: the smallest value that at least so many in a hundred do not exceed.
        const auto quantile = [this](std::size_t hundredths) {
            return delays_[(delays_.size() * hundredths + 99) / 100 - 1];
        };
        if (!delays_.empty()) {
            out_.delay_median = quantile(50);
            out_.delay_p90 = quantile(90);
        }
    }

    const Truth& truth_;
    std::span<const Concluded> concluded_;
    Millis tolerance_;
    std::vector<bool> matched_;
    std::map<Subject, std::vector<std::size_t>> by_subject_;
    std::map<EpisodeKind, KindOfTruth> kinds_;
    std::vector<Millis> delays_;
    Evaluation out_;
};

void add(Recall& sum, const Recall& part) noexcept
{
    sum.happened += part.happened;
    sum.told += part.told;
    sum.confirmed += part.confirmed;
}

}  // namespace

std::string_view to_string(Seen seen) noexcept
{
    switch (seen) {
        case Seen::two_fixes_or_more:
            return "two_fixes_or_more";
        case Seen::single_fix:
            return "single_fix";
        case Seen::between_fixes:
            return "between_fixes";
        case Seen::in_a_gap:
            return "in_a_gap";
        case Seen::not_told:
            return "not_told";
    }
    return "not_told";
}

Seen TrueEpisode::seen() const noexcept
{
    if (!fixes) {
        return Seen::not_told;
    }
    if (*fixes >= 2) {
        return Seen::two_fixes_or_more;
    }
    if (*fixes == 1) {
        return Seen::single_fix;
    }
    return gap && *gap > longest_crossing_gap ? Seen::in_a_gap : Seen::between_fixes;
}

std::optional<double> Truth::wearer_days() const noexcept
{
    if (watched.empty()) {
        return std::nullopt;
    }
    Millis whole{0};
    for (const Watched& one : watched) {
        whole += one.until - one.from;
    }
    return static_cast<double>(whole.count()) / millis_a_day;
}

Recall KindOfTruth::all() const noexcept
{
    Recall sum;
    for (const Recall& recall : by_class) {
        add(sum, recall);
    }
    return sum;
}

std::array<Recall, seen_classes> Evaluation::by_class() const noexcept
{
    std::array<Recall, seen_classes> sums{};
    for (const KindOfTruth& kind : kinds) {
        for (std::size_t i = 0; i < seen_classes; ++i) {
            add(sums.at(i), kind.by_class.at(i));
        }
    }
    return sums;
}

std::optional<double> Evaluation::false_confirmed_per_wearer_day() const noexcept
{
    if (!wearer_days || *wearer_days <= 0) {
        return std::nullopt;
    }
    return static_cast<double>(false_confirmed) / *wearer_days;
}

Evaluation evaluate(const Truth& truth, std::span<const Concluded> concluded, Millis tolerance)
{
    ensure(tolerance >= Millis{0}, "a tolerance is not negative");
    return Comparison{truth, concluded, tolerance}.run();
}

}  // namespace cordon::sim
