// SPDX-License-Identifier: Apache-2.0
#include "../store/following.hpp"
#include "command.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace cordon::test {
namespace {

using Json = nlohmann::json;

constexpr const char* tag = "356307042441013";

struct Ended {
    int code = 0;
    std::string out;
    std::string err;

    [[nodiscard]] std::vector<Json> lines() const
    {
        std::vector<Json> all;
        std::istringstream text{out};
        for (std::string line; std::getline(text, line);) {
            all.push_back(Json::parse(line));
        }
        return all;
    }
};

/// The command as the program runs it; what it says of a failure is in `err`.
Ended run(std::vector<std::string> words)
{
    CLI::App program{"cordon"};
    app::add_whatif(program);
    std::ranges::reverse(words);
    words.emplace_back("whatif");
    Ended ended;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    std::string failure;
    try {
        program.parse(std::move(words));
    } catch (const app::CommandFailed& failed) {
        ended.code = failed.code;
        failure = failed.what();
    } catch (const CLI::ParseError& error) {
        ended.code = 2;
        failure = error.what();
    }
    ended.out = testing::internal::GetCapturedStdout();
    ended.err = testing::internal::GetCapturedStderr() + failure;
    return ended;
}

/// Two days of a wearer: through a place once on the first and twice on the second.
class WhatIfCommand : public testing::Test {
protected:
    WhatIfCommand()
    {
        const model::Position home = *model::Position::from_degrees(51.51, -0.12);
        const model::Position place = *model::Position::from_degrees(51.5, -0.12);
        for (const char* at : {"2026-03-02T10:00:00Z", "2026-03-03T09:00:00Z", "2026-03-03T18:00:00Z"}) {
            stay(home, utc(at), 5);
            stay(place, utc(at) + 5min, 5);
            stay(home, utc(at) + 10min, 5);
        }
        truth.clock = utc("2026-03-05T00:00:00Z");
        truth.add(model::TickRecord{});
        ::setenv("CORDON_DATABASE_URL", database.url().c_str(), 1);
    }

    ~WhatIfCommand() override { ::unsetenv("CORDON_DATABASE_URL"); }

    void stay(model::Position position, UtcTime from, int minutes)
    {
        for (int i = 0; i < minutes; ++i) {
            truth.clock = from + i * 1min;
            auto fix = truth.fix(truth.clock, tag);
            fix.position = position;
            truth.add_frame({fix});
        }
    }

    void store_all()
    {
        Following store{truth, database.url()};
        ASSERT_TRUE(store.caught_up());
    }

    /// A document with one zone of 100 m around a place.
    [[nodiscard]] std::string orders(const std::string& lat, const std::string& radius = "100") const
    {
        const auto file = truth.folder.path / "orders.json";
        std::ofstream{file} << R"({"orders":[{"id":"ORD-1","type":"licence","time_zone":"Europe/London",)"
                               R"("starts":"2026-01-05T10:00:00Z","ends":null,"wearer":{"id":"W-1"},)"
                               R"("activations":[{"device":")"
                            << tag << R"(","kind":"tag","from":"2026-01-05T10:00:00Z","to":null}],)"
                            << R"("conditions":[{"id":"Z1","type":"exclusion_zone","geometry":{"type":"Point",)"
                               R"("coordinates":[-0.12,)"
                            << lat << R"(]},"radius_m":)" << radius << "}]}]}";
        return file;
    }

    [[nodiscard]] static std::vector<std::string> about(const std::string& orders, std::vector<std::string> more = {})
    {
        std::vector<std::string> words{
            "--orders",          orders, "--from", "2026-03-02T00:00:00Z", "--to", "2026-03-04T00:00:00Z", "--reason",
            "a zone is proposed"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    FreshDatabase database;
    Truth truth;
};

TEST_F(WhatIfCommand, a_zone_that_the_track_goes_through_gives_its_episodes_and_counts_by_day)
{
    store_all();

    const Ended ended = run(about(orders("51.5"), {"--json"}));

    ASSERT_EQ(ended.code, 0) << ended.err;
    const auto lines = ended.lines();
    ASSERT_EQ(lines.size(), 4U) << ended.out;
    EXPECT_EQ(lines[0]["kind"], "exclusion_zone");
    EXPECT_EQ(lines[0]["state"], "confirmed");
    EXPECT_EQ(lines[0]["started"], "2026-03-02T10:05:00Z");
    EXPECT_EQ(lines[0]["ended"], "2026-03-02T10:10:00Z");
    EXPECT_EQ(lines[0]["evidence"].size(), 6U) << "every fix inside, and the one that ended it";
    EXPECT_EQ(lines[0]["evidence"][0]["lat"], 51.5);
    const Json& counts = lines[3];
    EXPECT_EQ(counts["episodes"], 3);
    EXPECT_EQ(counts["per_day"], 1.5);
    EXPECT_EQ(counts["kinds"]["exclusion_zone"]["confirmed"], 3);
    EXPECT_EQ(counts["days"][0]["date"], "2026-03-02");
    EXPECT_EQ(counts["days"][0]["episodes"], 1);
    EXPECT_EQ(counts["days"][1]["date"], "2026-03-03");
    EXPECT_EQ(counts["days"][1]["episodes"], 2);
    EXPECT_EQ(counts["days"].size(), 2U);
    EXPECT_EQ(counts["reason"], "a zone is proposed");
    EXPECT_EQ(counts["orders"][0]["observations"], 45);
    EXPECT_TRUE(counts["notes"].empty()) << counts;
}

TEST_F(WhatIfCommand, the_journal_gives_the_same_while_the_database_is_away)
{
    store_all();
    const Ended stored = run(about(orders("51.5"), {"--json"}));
    ::setenv("CORDON_DATABASE_URL", "host=/nowhere dbname=none", 1);

    const Ended away = run(about(orders("51.5"), {"--json"}));
    EXPECT_EQ(away.code, 1);
    EXPECT_NE(away.err.find("no database"), std::string::npos) << away.err;
    const Ended journal = run(about(orders("51.5"), {"--json", "--state", truth.folder.path}));

    EXPECT_EQ(journal.code, 0) << journal.err;
    EXPECT_EQ(journal.out, stored.out);
    EXPECT_EQ(journal.lines().size(), 4U);
}

TEST_F(WhatIfCommand, a_zone_that_is_moved_away_gives_none)
{
    store_all();

    const Ended ended = run(about(orders("51.49")));

    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err.find("0 episodes"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("2026-03-03       0  none"), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find("note"), std::string::npos) << ended.err;
}

TEST_F(WhatIfCommand, what_is_not_recorded_is_not_taken_for_good_behaviour)
{
    store_all();
    auto words = about(orders("51.5"));
    words[3] = "2026-03-04T12:00:00Z";
    words[5] = "2026-03-06T00:00:00Z";

    const Ended ended = run(words);

    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.err.find("note: of the devices of ORD-1 nothing is recorded"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("note: the record ends at 2026-03-05T00:00:01Z, before --to"), std::string::npos)
        << ended.err;
}

TEST_F(WhatIfCommand, it_writes_nothing)
{
    store_all();
    const std::string count = database.ask("select count(*) from cordon.observation");
    const Offset end = truth.journal->end();

    EXPECT_EQ(run(about(orders("51.5"))).code, 0);

    EXPECT_EQ(database.ask("select count(*) from cordon.observation"), count);
    EXPECT_EQ(database.ask("select count(*) from cordon.episode"), "0");
    EXPECT_EQ(database.ask("select count(*) from cordon.order_version"), "0");
    EXPECT_EQ(truth.journal->end(), end);
}

TEST_F(WhatIfCommand, nobody_reads_people_without_a_reason)
{
    auto words = about(orders("51.5"));
    words.resize(6);
    const Ended none = run(words);
    words.insert(words.end(), {"--reason", "  "});
    const Ended blank = run(words);

    for (const Ended& ended : {none, blank}) {
        EXPECT_EQ(ended.code, 2);
        EXPECT_NE(ended.err.find("--reason"), std::string::npos) << ended.err;
        EXPECT_EQ(ended.out, "");
    }
}

TEST_F(WhatIfCommand, a_fault_in_the_orders_is_told_by_its_pointer)
{
    const Ended ended = run(about(orders("51.5", "-5")));

    EXPECT_EQ(ended.code, 2);
    EXPECT_NE(ended.err.find("orders.json: /orders/0/conditions/0/radius_m: "), std::string::npos) << ended.err;
    auto words = about(orders("51.5"));
    words[5] = words[3];
    EXPECT_EQ(run(words).code, 2) << "no time between --from and --to";
    EXPECT_EQ(run(about("/nowhere.json")).code, 2);
}

TEST_F(WhatIfCommand, a_database_of_an_earlier_release_is_named_as_such)
{
    const Ended ended = run(about(orders("51.5")));

    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("cordon migrate"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace cordon::test
