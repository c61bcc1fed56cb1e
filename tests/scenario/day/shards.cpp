// SPDX-License-Identifier: Apache-2.0
#include "monitored_day.hpp"

#include <map>
#include <set>

namespace cordon::scenario {

namespace {

using namespace std::chrono_literals;
using Kind = model::EpisodeKind;

/// Two orders that hold the same four devices from `both` on.
void impose_shared(PipelineRun& run, const std::string& both)
{
    for (const std::string id : {"ORD-A", "ORD-B"}) {
        std::string orders = R"({"orders":[{"id":")" + id;
        orders += R"(","type":"licence","time_zone":"Europe/London","starts":"2026-01-05T10:00:00Z","ends":null,)";
        orders += R"("wearer":{"id":"W-S"},"conditions":[{"id":"T1","type":"trail"}],"activations":[)";
        for (const char* n : {"0", "1", "2", "3"}) {
            orders += *n == '0' ? "" : ",";
            orders += R"({"device":"shared-)";
            orders += n;
            orders += R"(","kind":"tag","from":")" + both + R"(","to":null})";
        }
        const auto document = model::read_order_document(orders + "]}]}");
        ASSERT_TRUE(document.has_value());
        run.write(model::OrderRecord{.json = document.value().orders.front().json, .by = {"test"}});
    }
}

model::FrameRecord frame(const std::string& device, UtcTime received, UtcTime fix_time, double lat,
                         std::optional<model::DeviceEvent> event = {})
{
    return {.device = {device},
            .peer = "127.0.0.1:1",
            .received = received,
            .raw = {1, 2, 3},
            .observations = {{.device = {device},
                              .fix_time = fix_time,
                              .received = received,
                              .position = model::Position::from_degrees(lat, -0.1),
                              .accuracy_m = 8.0,
                              .event = event}}};
}

/// Six tags go into their zones, ring for help by a clock that runs ahead, and then all is silent; two are never heard
/// from; devices that nobody holds report; four are bound twice at one instant.
void live(PipelineRun& run, SteppedClock& clock)
{
    impose(run, 8);
    impose_shared(run, "2026-03-01T14:00:00Z");
    for (const double lat : {51.51, 51.5, 51.5}) {
        clock.step(60s);
        for (std::size_t tag = 0; tag < 6; ++tag) {
            run.write(fix(tag, clock.now(), lat, -0.1));
            run.write(frame("stray-" + std::to_string(tag), clock.now(), clock.now(), lat));
        }
    }
    clock.step(60s);
    for (std::size_t tag = 0; tag < 6; ++tag) {
        const std::string n = std::to_string(tag);
        run.write(frame("tag-" + n, clock.now(), clock.now() + 2h, 51.5, model::DeviceEvent::sos));
        run.write(frame("stray-" + n, clock.now(), clock.now() + 2h, 51.5));
    }
    clock.step(60s);
    for (std::size_t tag = 0; tag < 6; ++tag) {  // good time again: the fault ends where the order's entry does
        run.write(fix(tag, clock.now(), 51.51, -0.1));
    }
    clock.step(3h);  // all that is due by then is of one record
    run.write(fix(0, clock.now(), 51.51, -0.1));
    clock.step(48h);
    run.write(fix(1, clock.now(), 51.51, -0.1));
}

/// The kinds of the changes of each record.
std::map<Offset, std::set<Kind>> kinds_by_record(const std::vector<model::EpisodeChange>& told)
{
    std::map<Offset, std::set<Kind>> kinds;
    for (const auto& [id, episode] : told) {
        kinds[id.offset].insert(episode.kind);
    }
    return kinds;
}

class Shards : public testing::Test {
protected:
    Shards()
    {
        SteppedClock clock{at("2026-03-01T12:00:00Z")};
        PipelineRun run{folder_.path, clock};
        live(run, clock);
        end_ = clock.now();
        with_one = run.told();
    }

    /// The same journal again, from its first record, by so many shards.
    [[nodiscard]] std::vector<model::EpisodeChange> told_by(std::size_t shards) const
    {
        std::filesystem::remove_all(folder_.path / "feed");
        SteppedClock clock{end_};
        return PipelineRun{folder_.path, clock, shards}.told();
    }

    std::vector<model::EpisodeChange> with_one;

private:
    ScratchFolder folder_;
    UtcTime end_;
};

TEST_F(Shards, the_journal_tells_of_zones_silences_devices_and_clocks_and_of_several_in_one_record)
{
    std::set<Kind> all;
    bool order_and_device = false;
    bool silence_and_device = false;
    for (const auto& [offset, kinds] : kinds_by_record(with_one)) {
        all.insert(kinds.begin(), kinds.end());
        order_and_device = order_and_device || (kinds.contains(Kind::sos) && kinds.contains(Kind::clock_fault));
        silence_and_device =
            silence_and_device || (kinds.contains(Kind::no_contact) && kinds.contains(Kind::association));
    }

    for (const Kind kind : {Kind::exclusion_zone, Kind::sos, Kind::no_contact, Kind::not_monitored, Kind::association,
                            Kind::clock_fault}) {
        EXPECT_TRUE(all.contains(kind)) << to_string(kind);
    }
    EXPECT_TRUE(order_and_device) << "the order's shard and the device's answer one frame";
    EXPECT_TRUE(silence_and_device) << "one record moves the clock over what is due in every shard";
}

TEST_F(Shards, any_number_of_them_numbers_and_names_the_changes_alike)
{
    for (const std::size_t shards : {1U, 2U, 5U}) {
        EXPECT_EQ(told_by(shards), with_one) << shards << " shards";
    }
}

TEST_F(Shards, each_change_has_a_number_and_each_episode_a_name_of_its_own)
{
    std::set<model::StreamId> numbers;
    std::set<EpisodeId> opened;
    std::size_t first_tellings = 0;
    for (const auto& [id, episode] : told_by(5)) {
        EXPECT_TRUE(numbers.insert(id).second) << to_string(id);
        if (episode.change == model::Change::opened) {
            ++first_tellings;
            opened.insert(episode.id);
        }
    }

    EXPECT_GT(first_tellings, 30U);
    EXPECT_EQ(opened.size(), first_tellings);
}

TEST_F(Shards, an_episode_without_an_order_says_which_device_it_is_about)
{
    for (const auto& [id, episode] : with_one) {
        EXPECT_TRUE(episode.order || episode.device) << to_string(id) << " " << to_string(episode.kind);
    }
}

}  // namespace

}  // namespace cordon::scenario
