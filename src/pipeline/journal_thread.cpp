// SPDX-License-Identifier: Apache-2.0
#include "journal_thread.hpp"

#include <algorithm>
#include <utility>

namespace cordon::pipeline {

namespace {

/// One a second when nothing else came (design.md): what should happen when nothing comes is decided then.
constexpr Millis tick_every{1000};

/// Records in one group commit. At the aimed load a sync of half a millisecond gathers about ten; a burst from all
/// intakes gathers thousands, and past this the memory of one group matters more than one sync saved.
constexpr std::size_t group_limit = 4096;

}  // namespace

std::vector<std::uint32_t> Router::shards_for(const model::Record& record) const
{
    if (const auto* frame = std::get_if<model::FrameRecord>(&record.body)) {
        return registry_.shards_of(frame->device);
    }
    std::vector<std::uint32_t> all(shards_.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<std::uint32_t>(i);
    }
    return all;
}

void Router::route(model::StampedRecord record)
{
    const std::vector<std::uint32_t> owners = shards_for(record.record);
    if (record.record.at > clock_) {
        clock_ = record.record.at;
        for (std::uint32_t i = 0; i < shards_.size(); ++i) {
            if (std::ranges::find(owners, i) == owners.end()) {
                shards_[i]->give({.record = model::StampedRecord{
                                      .offset = record.offset, .record = {.at = clock_, .body = model::TickRecord{}}}});
            }
        }
    }
    for (std::size_t i = 0; i + 1 < owners.size(); ++i) {
        shards_[owners[i]]->give({.record = record});
    }
    shards_[owners.back()]->give({.record = std::move(record)});
}

void Router::mark(Offset through)
{
    for (const auto& shard : shards_) {
        shard->give({.through = through});
    }
}

JournalThread::JournalThread(port::Journal& journal, const port::Clock& clock, Registry& registry, Router& router,
                             Counters& counters, std::function<void(const Fault&)> fatal)
    : journal_{journal},
      clock_{clock},
      registry_{registry},
      router_{router},
      fatal_{std::move(fatal)},
      clock_held_{
          counters.counter("journal_clock_held_total", "",
                           "Groups stamped with the journal's last time because the machine's clock went back")},
      group_size_{counters.gauge("journal_group_records", "", "Records in the last group commit")}
{
}

port::Intake& JournalThread::open_intake(std::function<void()> wake)
{
    return *intakes_.emplace_back(std::make_unique<RingIntake>(bell_, std::move(wake)));
}

Result<void> JournalThread::replay()
{
    const auto reader = journal_.read(Offset{0});
    Offset through;
    for (;;) {
        CORDON_TRY(auto next, reader->next());
        if (!next) {
            break;
        }
        through = next->offset;
        last_stamp_ = std::max(last_stamp_, next->record.at);
        registry_.learn(next->record);
        router_.route(*std::move(next));
        if (through.value % group_limit == 0) {
            router_.mark(through);
        }
    }
    if (through.value != 0) {
        router_.mark(through);
    }
    return done();
}

void JournalThread::start()
{
    thread_ = std::jthread{[this](const std::stop_token& stopping) { run(stopping); }};
}

void JournalThread::stop()
{
    if (thread_.joinable()) {
        thread_.request_stop();
        bell_.ring();
        thread_.join();
    }
}

void JournalThread::run(const std::stop_token& stopping)
{
    for (;;) {
        const bool last_round = stopping.stop_requested();
        while (write_group()) {
        }
        if (last_round) {
            return;
        }
        bell_.wait_for(until_tick());
    }
}

Millis JournalThread::until_tick()
{
    const Millis since = std::max(clock_.now() - last_stamp_, Millis{0});
    return std::clamp(tick_every - since, Millis{1}, tick_every);
}

UtcTime JournalThread::stamp()
{
    const UtcTime now = clock_.now();
    if (now < last_stamp_) {
        clock_held_.add();
        return last_stamp_;
    }
    return last_stamp_ = now;
}

void JournalThread::gather(Group& group)
{
    Offered offered;
    for (const auto& intake : intakes_) {
        // A fair share each, so that one busy intake cannot keep the others from the journal.
        const std::size_t share = group_limit / intakes_.size();
        for (std::size_t n = 0; n < share && intake->take(offered); ++n) {
            group.records.push_back({.body = std::move(offered.body)});
            group.waiting.emplace_back(intake.get(), offered.ticket);
        }
    }
}

bool JournalThread::write_group()
{
    Group group;
    gather(group);
    if (group.records.empty()) {
        if (clock_.now() - last_stamp_ < tick_every) {
            return false;
        }
        group.records.push_back({.body = model::TickRecord{}});
    }
    const UtcTime at = stamp();
    for (model::Record& record : group.records) {
        record.at = at;
    }
    group_size_.set(static_cast<std::int64_t>(group.records.size()));
    const auto last = journal_.append(group.records);
    if (!last.has_value()) {
        fatal_(last.error());
        return false;
    }
    for (const model::Record& record : group.records) {
        registry_.learn(record);  // before the acknowledgement: who is told "registered" is then let in
    }
    acknowledge(group, last.value());
    pass_on(std::move(group), last.value());
    return true;
}

void JournalThread::acknowledge(const Group& group, Offset last)
{
    Offset offset{last.value - group.records.size()};
    for (const auto& [intake, ticket] : group.waiting) {
        ++offset.value;
        intake->settle({.ticket = ticket, .offset = offset});
    }
    for (const auto& intake : intakes_) {
        const auto waits = [&intake](const auto& waiting) { return waiting.first == intake.get(); };
        if (std::ranges::any_of(group.waiting, waits)) {
            intake->wake_producer();
        }
    }
}

void JournalThread::pass_on(Group group, Offset last)
{
    Offset offset{last.value - group.records.size()};
    for (model::Record& record : group.records) {
        ++offset.value;
        router_.route({.offset = offset, .record = std::move(record)});
    }
    router_.mark(last);
}

}  // namespace cordon::pipeline
