// SPDX-License-Identifier: Apache-2.0
// rules.md §6, silence: not_monitored, no_contact, no_fix, each by the journal's clock and at its own instant.
#include "silence_watch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <tuple>

namespace cordon::engine {
namespace {

using namespace std::chrono_literals;
using model::Change;
using model::Episode;
using model::EpisodeKind;
using model::Severity;

UtcTime at(const char* clock)
{
    return *parse_utc("2026-01-05T" + std::string{clock} + "Z");
}

/// One order's silence on a journal of its own: each record fires what is due before it is looked at.
class Quiet {
public:
    explicit Quiet(UtcTime starts = at("10:00:00"), UtcTime ends = forever, const model::Thresholds& terms = {},
                   UtcTime now = UtcTime{})
    {
        version(starts, ends, terms, now);
    }

    void version(UtcTime starts, UtcTime ends, const model::Thresholds& terms, UtcTime now)
    {
        record(now, [&](Telling& telling) { watch_.take_version(starts, ends, terms, now, telling); });
    }

    void tick(UtcTime now)
    {
        record(now, [](Telling&) {});
    }

    void contact(UtcTime now)
    {
        record(now, [&](Telling& telling) { watch_.heard(now, std::nullopt, telling); });
    }

    void fix(UtcTime made, UtcTime now)
    {
        record(now, [&](Telling& telling) { watch_.heard(now, made, telling); });
    }

    void fix(UtcTime now) { fix(now, now); }

    [[nodiscard]] const std::vector<model::EpisodeChange>& told() const { return told_; }

    [[nodiscard]] std::vector<Episode> episodes(std::optional<EpisodeKind> kind = std::nullopt) const
    {
        std::vector<Episode> out;
        watch_.stand(out);
        std::erase_if(out, [&](const Episode& episode) { return kind && episode.kind != *kind; });
        return out;
    }

    [[nodiscard]] SilenceWatch& watch() { return watch_; }

    /// The instants at which something fired, in order.
    [[nodiscard]] const std::vector<UtcTime>& fired() const { return fired_; }

private:
    template <class Take>
    void record(UtcTime now, const Take& take)
    {
        Telling telling{.offset = {++offset_}, .at = now, .out = told_};
        for (UtcTime due = watch_.due(); due <= now; due = watch_.due()) {
            fired_.push_back(due);
            watch_.fire(due, telling);
        }
        take(telling);
    }

    SilenceWatch watch_{{"ORD-1"}};
    std::uint64_t offset_ = 0;
    std::vector<model::EpisodeChange> told_;
    std::vector<UtcTime> fired_;
};

TEST(NotMonitored, an_active_order_never_heard_from_is_told_15_min_after_its_start)
{
    Quiet order;
    order.tick(at("10:14:59"));
    EXPECT_TRUE(order.told().empty());
    order.tick(at("10:15:00"));

    ASSERT_EQ(order.told().size(), 1U);
    const Episode& episode = order.told()[0].episode;
    EXPECT_EQ(episode.order, OrderId{"ORD-1"});
    EXPECT_EQ(episode.condition, std::nullopt);
    EXPECT_EQ(episode.kind, EpisodeKind::not_monitored);
    EXPECT_EQ(episode.state, model::EpisodeState::confirmed);
    EXPECT_EQ(episode.severity, Severity::serious);
    EXPECT_EQ(episode.started, at("10:00:00"));
    EXPECT_EQ(episode.ended, std::nullopt);
    EXPECT_EQ(episode.detected, at("10:15:00"));
    EXPECT_EQ(episode.change, Change::opened);
    EXPECT_EQ(episode.revision, 1U);
    EXPECT_FALSE(episode.late);
    EXPECT_EQ(episode.reason, "never heard from");
    EXPECT_TRUE(episode.evidence.empty());
}

TEST(NotMonitored, runs_from_the_start_to_the_first_contact_and_is_told_once)
{
    Quiet order;
    order.tick(at("10:20:00"));
    order.tick(at("10:30:00"));
    order.fix(at("10:40:00"));

    ASSERT_EQ(order.told().size(), 2U);
    EXPECT_EQ(order.told()[1].episode.id, order.told()[0].episode.id);
    EXPECT_EQ(order.told()[1].episode.change, Change::ended);
    EXPECT_EQ(order.told()[1].episode.revision, 2U);
    EXPECT_EQ(order.told()[1].episode.detected, at("10:20:00"));
    EXPECT_EQ(order.told()[1].episode.ended, at("10:40:00"));
}

TEST(NotMonitored, has_fired_where_the_first_contact_comes_at_that_very_instant)
{
    Quiet order;
    order.fix(at("10:15:00"));

    ASSERT_EQ(order.told().size(), 2U);
    EXPECT_EQ(order.told()[0].episode.change, Change::opened);
    EXPECT_EQ(order.told()[1].episode.ended, at("10:15:00"));
}

TEST(NotMonitored, counts_from_the_record_of_an_order_that_had_begun_before_it)
{
    Quiet order{at("08:00:00"), forever, {}, at("10:00:00")};
    order.tick(at("10:14:59"));
    EXPECT_TRUE(order.told().empty());
    order.tick(at("10:15:00"));

    ASSERT_EQ(order.told().size(), 1U);
    EXPECT_EQ(order.told()[0].episode.started, at("10:00:00"));
}

TEST(NotMonitored, does_not_count_time_before_the_journals_first_record)
{
    Quiet order;
    order.watch().watch_from(at("12:00:00"));
    order.tick(at("12:14:59"));
    EXPECT_TRUE(order.told().empty());
    order.tick(at("12:15:00"));

    ASSERT_EQ(order.told().size(), 1U);
    EXPECT_EQ(order.told()[0].episode.started, at("12:00:00"));
}

TEST(NotMonitored, takes_nothing_heard_before_the_start_for_a_contact)
{
    Quiet order;
    order.fix(at("09:59:59"));
    order.tick(at("10:15:00"));

    EXPECT_EQ(order.episodes(EpisodeKind::not_monitored).size(), 1U);
}

TEST(NoContact, is_told_after_15_min_as_a_notice_from_the_last_contact_on)
{
    Quiet order;
    order.fix(at("10:05:00"));
    order.tick(at("10:19:59"));
    EXPECT_TRUE(order.told().empty());
    order.tick(at("10:20:00"));

    ASSERT_EQ(order.told().size(), 1U);
    const Episode& episode = order.told()[0].episode;
    EXPECT_EQ(episode.kind, EpisodeKind::no_contact);
    EXPECT_EQ(episode.severity, Severity::notice);
    EXPECT_EQ(episode.state, model::EpisodeState::confirmed);
    EXPECT_EQ(episode.started, at("10:05:00"));
    EXPECT_EQ(episode.reason, "no contact");
}

TEST(NoContact, is_escalated_once_at_60_min)
{
    Quiet order;
    order.fix(at("10:05:00"));
    order.tick(at("10:20:00"));
    order.tick(at("11:04:59"));
    EXPECT_EQ(order.told().size(), 1U);
    order.tick(at("11:05:00"));
    order.tick(at("12:05:00"));
    order.fix(at("12:10:00"));

    ASSERT_EQ(order.told().size(), 3U);
    const Episode& escalated = order.told()[1].episode;
    EXPECT_EQ(escalated.change, Change::escalated);
    EXPECT_EQ(escalated.severity, Severity::serious);
    EXPECT_EQ(escalated.revision, 2U);
    EXPECT_EQ(escalated.id, order.told()[0].episode.id);
    const Episode& ended = order.told()[2].episode;
    EXPECT_EQ(ended.change, Change::ended);
    EXPECT_EQ(ended.severity, Severity::serious);
    EXPECT_EQ(ended.ended, at("12:10:00"));
}

TEST(NoContact, for_exactly_15_min_has_fired_and_for_less_has_not)
{
    Quiet exact;
    exact.fix(at("10:00:00"));
    exact.fix(at("10:15:00"));
    Quiet less;
    less.fix(at("10:00:00"));
    less.fix(at("10:14:59"));

    ASSERT_EQ(exact.told().size(), 2U);
    EXPECT_EQ(exact.told()[1].episode.started, at("10:00:00"));
    EXPECT_EQ(exact.told()[1].episode.ended, at("10:15:00"));
    EXPECT_TRUE(less.told().empty());
}

TEST(NoContact, comes_again_after_a_contact_as_another_episode)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.fix(at("10:30:00"));
    order.tick(at("12:00:00"));

    const auto episodes = order.episodes(EpisodeKind::no_contact);
    ASSERT_EQ(episodes.size(), 2U);
    EXPECT_NE(episodes[0].id, episodes[1].id);
    EXPECT_EQ(episodes[0].severity, Severity::notice);
    EXPECT_EQ(episodes[1].severity, Severity::serious);
}

TEST(NoContact, that_escalates_at_once_is_told_once_and_serious)
{
    Quiet order{at("10:00:00"), forever, {.no_contact_s = 900, .no_contact_escalate_s = 600}};
    order.fix(at("10:00:00"));
    order.tick(at("11:00:00"));

    ASSERT_EQ(order.told().size(), 1U);
    EXPECT_EQ(order.told()[0].episode.severity, Severity::serious);
}

TEST(NoContact, is_broken_by_any_contact_also_without_a_fix)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:14:00"));
    order.tick(at("10:20:00"));

    EXPECT_TRUE(order.episodes(EpisodeKind::no_contact).empty());
}

TEST(NoFix, is_told_at_its_own_instant_15_min_after_the_last_valid_fix)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:05:00"));
    order.contact(at("10:10:00"));
    order.tick(at("10:14:59"));
    EXPECT_TRUE(order.told().empty());
    order.tick(at("10:15:00"));

    ASSERT_EQ(order.told().size(), 1U);
    const Episode& episode = order.told()[0].episode;
    EXPECT_EQ(episode.kind, EpisodeKind::no_fix);
    EXPECT_EQ(episode.severity, Severity::notice);
    EXPECT_EQ(episode.state, model::EpisodeState::confirmed);
    EXPECT_EQ(episode.started, at("10:00:00"));
    EXPECT_EQ(episode.reason, "contact without a valid fix");
}

TEST(NoFix, is_not_what_is_missing_where_nothing_is_heard_at_all)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.tick(at("11:00:00"));

    EXPECT_TRUE(order.episodes(EpisodeKind::no_fix).empty());
    EXPECT_EQ(order.episodes(EpisodeKind::no_contact).size(), 1U);
}

TEST(NoFix, is_told_by_the_first_contact_after_a_long_silence)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:40:00"));

    const auto episodes = order.episodes(EpisodeKind::no_fix);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("10:00:00"));
    EXPECT_EQ(episodes[0].detected, at("10:40:00"));
}

TEST(NoFix, counts_from_the_orders_start_where_no_fix_ever_came)
{
    Quiet order;
    order.contact(at("10:05:00"));
    order.contact(at("10:14:00"));
    order.tick(at("10:15:00"));

    const auto episodes = order.episodes(EpisodeKind::no_fix);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("10:00:00"));
}

TEST(NoFix, ends_when_a_fresh_fix_comes)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:10:00"));
    order.fix(at("10:19:00"), at("10:20:00"));

    const auto episodes = order.episodes(EpisodeKind::no_fix);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].ended, at("10:20:00"));
}

TEST(NoFix, is_not_ended_by_old_fixes_that_were_buffered)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:10:00"));
    order.contact(at("10:20:00"));
    order.fix(at("09:30:00"), at("10:25:00"));
    order.fix(at("10:10:00"), at("10:26:00"));

    const auto episodes = order.episodes(EpisodeKind::no_fix);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("10:00:00"));
    EXPECT_EQ(episodes[0].ended, std::nullopt);
}

TEST(NoFix, has_fired_where_a_fresh_fix_comes_at_that_very_instant)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:10:00"));
    order.fix(at("10:15:00"));

    const auto episodes = order.episodes(EpisodeKind::no_fix);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("10:00:00"));
    EXPECT_EQ(episodes[0].ended, at("10:15:00"));
}

TEST(Silence, tells_all_timers_that_a_jump_of_the_clock_passes_each_at_its_own_instant_in_order)
{
    Quiet order{at("10:00:00"), at("12:00:00")};
    order.contact(at("10:05:00"));
    order.tick(at("18:00:00"));

    EXPECT_EQ(order.fired(), (std::vector{at("10:15:00"), at("10:20:00"), at("11:05:00"), at("12:00:00")}));
    ASSERT_EQ(order.told().size(), 5U);
    EXPECT_EQ(order.told()[0].episode.kind, EpisodeKind::no_fix);
    EXPECT_EQ(order.told()[1].episode.kind, EpisodeKind::no_contact);
    EXPECT_EQ(order.told()[2].episode.change, Change::escalated);
    EXPECT_EQ(order.told()[3].episode.ended, at("12:00:00"));
    EXPECT_EQ(order.told()[4].episode.ended, at("12:00:00"));
}

TEST(Silence, ends_with_its_order_and_nothing_is_missed_after_it)
{
    Quiet order{at("10:30:00"), at("11:00:00")};
    order.fix(at("10:30:00"));
    order.tick(at("10:50:00"));
    order.tick(at("11:00:00"));
    order.tick(at("20:00:00"));
    order.fix(at("20:00:01"));

    ASSERT_EQ(order.told().size(), 2U);
    EXPECT_EQ(order.told()[1].episode.ended, at("11:00:00"));
    EXPECT_EQ(order.watch().due(), forever);
}

TEST(Silence, that_becomes_true_at_the_orders_very_end_was_true_of_it)
{
    Quiet order{at("10:00:00"), at("11:00:00")};
    order.fix(at("10:45:00"));
    order.tick(at("11:30:00"));

    const auto episodes = order.episodes(EpisodeKind::no_contact);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("10:45:00"));
    EXPECT_EQ(episodes[0].ended, at("11:00:00"));
}

TEST(Silence, goes_on_to_the_new_end_of_an_order_that_was_prolonged)
{
    Quiet order{at("10:30:00"), at("11:00:00")};
    order.fix(at("10:30:00"));
    order.tick(at("10:50:00"));
    order.version(at("10:30:00"), at("13:00:00"), {}, at("10:55:00"));
    order.tick(at("14:00:00"));

    const auto episodes = order.episodes();
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].severity, Severity::serious);
    EXPECT_EQ(episodes[0].ended, at("13:00:00"));
}

TEST(Silence, ends_at_the_record_of_a_version_that_ended_before_it)
{
    Quiet order{at("10:30:00")};
    order.fix(at("10:30:00"));
    order.tick(at("10:50:00"));
    order.version(at("10:30:00"), at("10:40:00"), {}, at("10:55:00"));

    ASSERT_EQ(order.told().size(), 2U);
    EXPECT_EQ(order.told()[1].episode.ended, at("10:55:00"));
    EXPECT_EQ(order.watch().due(), forever);
}

TEST(Silence, is_watched_anew_when_an_order_that_was_over_goes_on)
{
    Quiet order{at("10:50:00"), at("11:00:00")};
    order.fix(at("10:55:00"));
    order.tick(at("11:00:00"));
    order.version(at("10:50:00"), at("20:00:00"), {}, at("12:00:00"));
    order.tick(at("12:15:00"));

    ASSERT_EQ(order.told().size(), 1U);
    EXPECT_EQ(order.told()[0].episode.kind, EpisodeKind::not_monitored);
    EXPECT_EQ(order.told()[0].episode.started, at("12:00:00"));
}

TEST(Silence, by_new_terms_is_told_from_the_version_on_and_never_before_it)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.version(at("10:00:00"), forever, {.no_contact_s = 60}, at("10:10:00"));
    EXPECT_TRUE(order.told().empty());
    EXPECT_EQ(order.watch().due(), at("10:10:00"));
    order.tick(at("10:10:01"));

    ASSERT_EQ(order.told().size(), 1U);
    EXPECT_EQ(order.fired(), std::vector{at("10:10:00")});
    EXPECT_EQ(order.told()[0].episode.started, at("10:00:00"));
}

TEST(Silence, that_was_told_stays_told_when_the_terms_become_milder)
{
    Quiet order{at("09:50:00")};
    order.fix(at("10:00:00"));
    order.tick(at("10:15:00"));
    order.version(at("09:50:00"), forever, {.no_contact_s = 3600, .no_contact_escalate_s = 7200}, at("10:20:00"));
    order.tick(at("11:59:59"));
    ASSERT_EQ(order.told().size(), 1U);
    order.tick(at("12:00:00"));

    EXPECT_EQ(order.told().back().episode.change, Change::escalated);
}

TEST(Silence, is_forgotten_only_once_it_is_over)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.fix(at("10:30:00"));
    order.tick(at("11:00:00"));
    order.watch().forget(at("10:30:00"));
    EXPECT_EQ(order.episodes().size(), 2U);
    order.watch().forget(at("23:00:00"));

    ASSERT_EQ(order.episodes().size(), 1U);
    EXPECT_EQ(order.episodes()[0].started, at("10:30:00"));
}

TEST(Silence, goes_on_from_its_state_as_if_it_had_never_stopped)
{
    Quiet order;
    order.fix(at("10:00:00"));
    order.contact(at("10:10:00"));
    order.tick(at("10:16:00"));
    SilenceWatch again{{"ORD-1"}, order.watch().state(), order.watch().episodes()};
    std::vector<model::EpisodeChange> changes;
    Telling telling{.offset = {5}, .at = at("10:25:00"), .out = changes};
    again.fire(again.due(), telling);
    order.tick(at("10:25:00"));

    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].episode, order.told().back().episode);
    EXPECT_EQ(again.state(), order.watch().state());
}

// ---------------------------------------------------------------- the same, slowly

struct Heard {
    UtcTime log;
    std::optional<UtcTime> fix;
};

/// What must be the same for any way to conclude it.
using Concluded = std::tuple<EpisodeKind, UtcTime, std::optional<UtcTime>, Severity>;

/// rules_reference.py's `silence` over the whole log at once; but a timer has fired at its own instant, also where a
/// contact has that very instant (§6).
class Slowly {
public:
    Slowly(UtcTime start, UtcTime ends, UtcTime now, const model::Thresholds& terms)
        : start_{start}, ends_{ends}, now_{now}, terms_{terms}
    {
    }

    std::multiset<Concluded> conclude(std::vector<Heard> heard)
    {
        std::erase_if(heard, [&](const Heard& h) { return h.log < start_ || h.log >= ends_; });
        never(heard);
        contacts(heard);
        fixes(heard);
        return std::move(out_);
    }

private:
    [[nodiscard]] UtcTime end() const { return std::min(ends_, now_); }

    [[nodiscard]] std::optional<UtcTime> closed(std::optional<UtcTime> until) const
    {
        return until ? until : ends_ <= now_ ? std::optional{ends_} : std::nullopt;
    }

    void never(const std::vector<Heard>& heard)
    {
        const auto first = heard.empty() ? std::nullopt : std::optional{heard.front().log};
        if (first.value_or(end()) - start_ >= std::chrono::seconds{terms_.not_monitored_s}) {
            out_.emplace(EpisodeKind::not_monitored, start_, closed(first), Severity::serious);
        }
    }

    void contacts(const std::vector<Heard>& heard)
    {
        for (std::size_t i = 0; i < heard.size(); ++i) {
            const auto next = i + 1 < heard.size() ? std::optional{heard[i + 1].log} : std::nullopt;
            const Millis silence = next.value_or(end()) - heard[i].log;
            const bool escalated = silence >= std::chrono::seconds{terms_.no_contact_escalate_s};
            if (silence >= std::chrono::seconds{terms_.no_contact_s}) {
                out_.emplace(EpisodeKind::no_contact, heard[i].log, closed(next),
                             escalated ? Severity::serious : Severity::notice);
            }
        }
    }

    void fixes(const std::vector<Heard>& heard)
    {
        const Millis wait = std::chrono::seconds{terms_.no_fix_s};
        UtcTime newest = start_;
        std::optional<UtcTime> open;
        for (std::size_t i = 0; i < heard.size(); ++i) {
            const auto& [log, fix] = heard[i];
            const bool quiet = !fix || *fix <= newest;
            newest = quiet ? newest : *fix;
            if (open && log - newest < wait) {
                out_.emplace(EpisodeKind::no_fix, *std::exchange(open, std::nullopt), log, Severity::notice);
            }
            const UtcTime due = std::max(log, newest + wait);
            const UtcTime room = i + 1 < heard.size() ? heard[i + 1].log : end();
            const bool later = quiet && due - log < std::chrono::seconds{terms_.no_contact_s} && due <= room;
            if (!open && (due == log || later)) {
                open = newest;
            }
        }
        if (open) {
            out_.emplace(EpisodeKind::no_fix, *open, closed(std::nullopt), Severity::notice);
        }
    }

    UtcTime start_;
    UtcTime ends_;
    UtcTime now_;
    model::Thresholds terms_;
    std::multiset<Concluded> out_;
};

TEST(Silence, is_what_the_rules_say_slowly_for_any_contacts)
{
    EXPECT_TRUE(rc::check("timers conclude what the whole log does", [] {
        std::mt19937 chance{*rc::gen::arbitrary<std::uint32_t>()};
        const auto draw = [&](int n) { return static_cast<int>(chance() % static_cast<unsigned>(n)); };
        const std::array waits{0, 60, 120, 900};  // of whole minutes, as the contacts are: many fall on a timer
        const auto wait = [&] { return waits.at(static_cast<std::size_t>(draw(4))); };
        const model::Thresholds terms{
            .no_contact_s = wait(), .no_contact_escalate_s = 4 * wait(), .no_fix_s = wait(), .not_monitored_s = wait()};
        const UtcTime ends = draw(2) == 0 ? forever : at("10:00:00") + draw(90) * 1min + 1min;
        const UtcTime record = at("09:50:00") + draw(30) * 1min;
        const UtcTime start = std::max(at("10:00:00"), record);
        Quiet order{at("10:00:00"), ends, terms, record};
        std::vector<Heard> heard;
        UtcTime now = record;
        for (int i = draw(60); i > 0; --i) {
            const std::array steps{0s, 0s, 30s, 60s, 60s, 120s, 300s, 900s, 3'600s};
            now += steps.at(static_cast<std::size_t>(draw(9)));
            const int what = draw(4);
            const UtcTime made = what == 0 ? now - draw(40) * 1min : now + draw(3) * 30s;
            if (what == 1) {
                heard.push_back({now, std::nullopt});
                order.contact(now);
            } else if (what == 2) {
                order.tick(now);
            } else {
                heard.push_back({now, made});
                order.fix(made, now);
            }
        }
        now += draw(100) * 1min;
        order.tick(now);

        std::multiset<Concluded> found;
        for (const auto& e : order.episodes()) {
            found.emplace(e.kind, e.started, e.ended, e.severity);
        }
        const auto slowly = start < ends ? Slowly{start, ends, now, terms}.conclude(heard) : std::multiset<Concluded>{};
        RC_ASSERT(found == slowly);
        std::set<EpisodeId> ids;
        for (const auto& e : order.episodes()) {
            RC_ASSERT(ids.insert(e.id).second);
            RC_ASSERT(!e.ended || e.started <= *e.ended);
        }
    }));
}

}  // namespace
}  // namespace cordon::engine
