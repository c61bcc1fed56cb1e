// SPDX-License-Identifier: Apache-2.0
#include "json_reader.hpp"

#include <cordon/sim/evaluation.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace cordon::sim {

namespace {

using nlohmann::ordered_json;

/// An episode with all its evidence stays far below it; a longer line is none.
constexpr std::size_t longest_line = 16U << 20U;

constexpr double most_fixes = 1e9;
constexpr double longest_gap_s = 1e9;

const std::vector<std::string>& kind_names()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (auto i = 0; i <= static_cast<int>(model::EpisodeKind::clock_fault); ++i) {
            all.emplace_back(model::to_string(static_cast<model::EpisodeKind>(i)));
        }
        return all;
    }();
    return names;
}

model::EpisodeKind read_kind(ObjectReader& in)
{
    const auto& names = kind_names();
    return static_cast<model::EpisodeKind>(std::ranges::find(names, in.choice("kind", names)) - names.begin());
}

std::optional<ConditionId> read_condition(ObjectReader& in)
{
    auto text = in.text_or_null("condition");
    return text ? std::optional{ConditionId{std::move(*text)}} : std::nullopt;
}

/// Gives each line that is not blank to `read`; the first fault ends it, with the line's number.
template <class Read>
Result<void> each_line(std::string_view lines, const Read& read)
{
    std::size_t number = 0;
    for (std::string_view rest = lines; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        std::vector<ScenarioFault> faults;
        if (line.size() > longest_line) {
            faults.push_back({"", fmt::format("has {} bytes; a line has at most {}", line.size(), longest_line)});
        } else if (auto object = ObjectReader::of(line, faults)) {
            read(*object);
        }
        if (!faults.empty()) {
            const ScenarioFault& first = faults.front();
            return refuse(
                fmt::format("line {}: {}{}{}", number, first.pointer, first.pointer.empty() ? "" : ": ", first.what));
        }
    }
    return done();
}

void read_watched(ObjectReader& in, Truth& truth)
{
    const Watched watched{
        .order = OrderId{in.text("order")}, .from = in.time("watched_from"), .until = in.time("watched_until")};
    if (watched.until < watched.from) {
        in.fault("watched_until", "is before watched_from");
    }
    truth.watched.push_back(watched);
}

void read_true_episode(ObjectReader& in, Truth& truth)
{
    TrueEpisode episode{.order = OrderId{in.text("order")},
                        .condition = read_condition(in),
                        .kind = read_kind(in),
                        .started = in.time("started"),
                        .ended = in.time_or_null("ended"),
                        .fixes = std::nullopt,
                        .gap = std::nullopt};
    if (episode.ended && *episode.ended < episode.started) {
        in.fault("ended", "is before started");
    }
    for (const char* key : {"fixes", "reports"}) {
        if (!episode.fixes && in.has(key)) {
            episode.fixes = static_cast<std::uint64_t>(in.number(key, 0, most_fixes));
        }
    }
    if (in.has("gap_s")) {
        episode.gap = in.seconds("gap_s", 0, longest_gap_s);
    }
    truth.episodes.push_back(std::move(episode));
}

/// An episode's last line so far, and which that was.
struct Latest {
    Concluded episode;
    double revision = 0;
    bool withdrawn = false;
};

Latest read_line(ObjectReader& in)
{
    auto order = in.text_or_null("order");
    Latest latest{.episode = {.id = EpisodeId{in.text("id")},
                              .order = order ? std::optional{OrderId{std::move(*order)}} : std::nullopt,
                              .condition = read_condition(in),
                              .kind = read_kind(in),
                              .state = in.choice("state", {"possible", "confirmed"}) == "confirmed"
                                           ? model::EpisodeState::confirmed
                                           : model::EpisodeState::possible,
                              .started = in.time("started"),
                              .ended = in.time_or_null("ended"),
                              .detected = in.time("detected")},
                  .revision = in.number("revision", 0, most_fixes, 1),
                  .withdrawn = in.text_or_null("change") == "withdrawn"};
    if (latest.episode.ended && *latest.episode.ended < latest.episode.started) {
        in.fault("ended", "is before started");
    }
    return latest;
}

ordered_json json_of(const Recall& recall)
{
    ordered_json out{{"happened", recall.happened}, {"told", recall.told}, {"confirmed", recall.confirmed}};
    out["recall"] = nullptr;
    out["recall_confirmed"] = nullptr;
    if (recall.happened > 0) {
        out["recall"] = static_cast<double>(recall.told) / static_cast<double>(recall.happened);
        out["recall_confirmed"] = static_cast<double>(recall.confirmed) / static_cast<double>(recall.happened);
    }
    return out;
}

ordered_json json_of(const std::array<Recall, seen_classes>& classes)
{
    ordered_json out = ordered_json::object();
    for (std::size_t i = 0; i < seen_classes; ++i) {
        if (classes.at(i).happened > 0) {
            out[std::string{to_string(static_cast<Seen>(i))}] = json_of(classes.at(i));
        }
    }
    return out;
}

ordered_json seconds_or_null(std::optional<Millis> span)
{
    return span ? ordered_json(static_cast<double>(span->count()) / 1000.0) : ordered_json(nullptr);
}

ordered_json number_or_null(std::optional<double> number)
{
    return number ? ordered_json(*number) : ordered_json(nullptr);
}

}  // namespace

Result<Truth> read_truth(std::string_view lines)
{
    Truth truth;
    CORDON_CHECK(each_line(lines, [&truth](ObjectReader& in) {
        in.has("watched_from") ? read_watched(in, truth) : read_true_episode(in, truth);
    }));
    return truth;
}

Result<std::vector<Concluded>> read_concluded(std::string_view lines)
{
    std::vector<Latest> latest;
    std::unordered_map<EpisodeId, std::size_t> place;
    CORDON_CHECK(each_line(lines, [&](ObjectReader& in) {
        Latest one = read_line(in);
        const auto [found, added] = place.try_emplace(one.episode.id, latest.size());
        if (added) {
            latest.push_back(std::move(one));
        } else if (one.revision >= latest[found->second].revision) {
            latest[found->second] = std::move(one);
        }
    }));
    std::vector<Concluded> out;
    for (Latest& one : latest) {
        if (!one.withdrawn) {
            out.push_back(std::move(one.episode));
        }
    }
    return out;
}

std::string to_json(const Evaluation& evaluation)
{
    ordered_json kinds = ordered_json::object();
    Recall whole;
    for (const KindOfTruth& kind : evaluation.kinds) {
        const Recall all = kind.all();
        ordered_json one = json_of(all);
        one["by_class"] = json_of(kind.by_class);
        kinds[std::string{model::to_string(kind.kind)}] = std::move(one);
        whole = {.happened = whole.happened + all.happened,
                 .told = whole.told + all.told,
                 .confirmed = whole.confirmed + all.confirmed};
    }
    ordered_json out = json_of(whole);
    out["by_class"] = json_of(evaluation.by_class());
    out["by_kind"] = std::move(kinds);
    out["wearer_days"] = number_or_null(evaluation.wearer_days);
    out["judged"] = evaluation.judged;
    out["concluded_confirmed"] = evaluation.confirmed;
    out["false_confirmed"] = evaluation.false_confirmed;
    out["false_confirmed_per_wearer_day"] = number_or_null(evaluation.false_confirmed_per_wearer_day());
    out["false_possible"] = evaluation.false_possible;
    out["not_judged"] = evaluation.not_judged;
    out["delay_median_s"] = seconds_or_null(evaluation.delay_median);
    out["delay_p90_s"] = seconds_or_null(evaluation.delay_p90);
    out["false_confirmed_ids"] = ordered_json::array();
    for (const EpisodeId& id : evaluation.false_ids) {
        out["false_confirmed_ids"].push_back(id.text);
    }
    out["missed"] = evaluation.missed;
    return out.dump();
}

}  // namespace cordon::sim
