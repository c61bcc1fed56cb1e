// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include <cordon/core/ensure.hpp>

namespace cordon::api {

namespace {

constexpr UtcTime now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

}  // namespace

House::House(const std::function<void(Options&)>& change, std::size_t intake_room) : clock_millis{to_millis(now)}
{
    journal = std::move(journal::LocalJournal::open({.folder = folder.path / "journal"}, counters)).value();
    feed = std::move(journal::FeedLog::open({.folder = folder.path / "feed"}, journal->end(), counters)).value();
    intake = std::make_unique<fakes::JournalIntake>(*journal, intake_room);
    for (const Role role : all_roles) {
        const NewToken made = new_token(std::string{to_string(role)}, role, std::nullopt, {"test"});
        intake->append(made.record);
        tokens_.push_back(made.secret);
    }
    Options options{.port = 0, .metrics_port = 0, .socket = folder.path / "cordon.sock"};
    options.now = [this] { return from_millis(clock_millis.load()); };
    if (change) {
        change(options);
    }
    server =
        std::make_unique<Server>(std::move(options), *journal, *feed, *intake, counters, [this] { return health; });
    const auto opened = server->open();
    ensure(opened.has_value(), "the server under test opens");
    server->start();
    while (!server->caught_up()) {
        std::this_thread::yield();
    }
}

House::~House()
{
    intake->release();
    server->stop();
}

Answer House::ask(Role role, std::string_view method, std::string_view target, std::string_view body,
                  std::string_view headers) const
{
    return api::ask(port(), method, target, token(role), body, headers);
}

model::StreamId House::tell(model::Episode episode)
{
    const Offset cause = intake->append(model::TickRecord{});
    const model::EpisodeChange change{.id = {.offset = cause}, .episode = std::move(episode)};
    ensure(feed->publish({&change, 1}, cause).has_value(), "the feed takes a change");
    server->wake();
    return change.id;
}

void House::fix(const std::string& device, double lat, double lon, UtcTime at, UtcTime received)
{
    const model::Observation observation{.device = {device},
                                         .fix_time = at,
                                         .received = received,
                                         .position = model::Position::from_degrees(lat, lon),
                                         .accuracy_m = 8,
                                         .battery_pct = std::uint8_t{81}};
    intake->append(model::FrameRecord{
        .device = {device}, .peer = "test", .received = received, .raw = {1}, .observations = {observation}});
    server->wake();
}

Answer House::ask_until(Role role, std::string_view target, const std::function<bool(const Answer&)>& holds) const
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    Answer answer = ask(role, "GET", target);
    while (!holds(answer) && std::chrono::steady_clock::now() < deadline) {
        answer = ask(role, "GET", target);
    }
    return answer;
}

std::string order_json(const std::string& id, const std::string& device, const std::string& name)
{
    return R"({"id":")" + id +
           R"(","type":"licence","programme":"stalking","time_zone":"Europe/London","starts":"2026-01-05T10:00:00Z",)"
           R"("ends":"2026-07-05T22:59:00Z","wearer":{"id":"W-)" +
           id + R"(","name":")" + name + R"(","crn":"X123456","limited_access":false},"activations":[{"device":")" +
           device +
           R"(","kind":"tag","from":"2026-01-05T10:00:00Z","to":null}],"conditions":[{"id":"Z1","type":"exclusion_zone",)"
           R"("name":"Her street","geometry":{"type":"Point","coordinates":[-0.1,51.5]},"radius_m":500,"buffer_m":200}],)"
           R"("permissions":[]})";
}

std::string document_json(const std::string& orders, const std::string& devices)
{
    return R"({"orders":[)" + orders + R"(],"devices":[)" + devices + "]}";
}

model::Episode entry(const std::string& id, const std::string& order)
{
    return {.id = {id},
            .order = OrderId{order},
            .condition = ConditionId{"Z1"},
            .kind = model::EpisodeKind::exclusion_zone,
            .state = model::EpisodeState::possible,
            .severity = model::Severity::notice,
            .started = now,
            .detected = now,
            .reason = "1 fix inside",
            .evidence = {}};
}

}  // namespace cordon::api
