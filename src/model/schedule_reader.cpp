// SPDX-License-Identifier: Apache-2.0
#include "schedule_reader.hpp"

namespace cordon::model {

namespace {

enum class Day { mon, tue, wed, thu, fri, sat, sun };

constexpr Names<Day, 7> day_names{{
    {Day::mon, "mon"},
    {Day::tue, "tue"},
    {Day::wed, "wed"},
    {Day::thu, "thu"},
    {Day::fri, "fri"},
    {Day::sat, "sat"},
    {Day::sun, "sun"},
}};

/// "19:00", 00:00 to 23:59.
std::optional<std::chrono::minutes> clock_of(std::string_view text) noexcept
{
    const auto digit = [&text](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100; };
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour > 23 || minute > 59) {
        return std::nullopt;
    }
    return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

std::chrono::minutes read_clock(DocumentReader& reader, const std::string& at, const JsonValue* value)
{
    const auto clock = value == nullptr || value->as_text() == nullptr ? std::nullopt : clock_of(*value->as_text());
    if (value != nullptr && !clock) {
        reader.fault(at, fmt::format("is {}; must be a time of day such as 19:00", said_of(*value)));
    }
    return clock.value_or(std::chrono::minutes{0});
}

std::vector<std::chrono::year_month_day> read_dates(DocumentReader& reader, const std::string& at,
                                                    const JsonValue* value, bool some)
{
    std::vector<std::chrono::year_month_day> out;
    std::size_t index = 0;
    for (const JsonValue& item : reader.items(at, value, some)) {
        if (const auto date = reader.date(at + pointer_step(index++), &item)) {
            out.push_back(*date);
        }
    }
    return out;
}

/// On which days it starts: `days`, every so many weeks, or single `dates`.
void read_days(DocumentReader& reader, const std::string& at, const JsonValue& object, Window& out)
{
    const JsonValue* days = object.find("days");
    const JsonValue* dates = object.find("dates");
    const JsonValue* weeks = object.find("every_weeks");
    const JsonValue* from = object.find("from");
    if ((days == nullptr) == (dates == nullptr)) {
        reader.fault(at, "needs either days or dates");
    }
    if (dates != nullptr && (weeks != nullptr || from != nullptr)) {
        reader.fault(at, "every_weeks and from go with days, not with dates");
    }
    std::size_t index = 0;
    for (const JsonValue& item : reader.items(at + "/days", days, true)) {
        const Day day = reader.word(at + "/days" + pointer_step(index++), &item, day_names);
        out.days.at(static_cast<std::size_t>(day)) = true;
    }
    out.dates = read_dates(reader, at + "/dates", dates, true);
    out.every_weeks = static_cast<std::int32_t>(reader.whole(at + "/every_weeks", weeks, 1, 52, 1));
    out.from = reader.date(at + "/from", from);
    if (out.every_weeks != 1 && from == nullptr) {
        reader.fault(at + "/from", "is missing: every_weeks counts from it");
    }
}

Window read_window(DocumentReader& reader, const std::string& at, const JsonValue& value, const JsonValue* places)
{
    Window out;
    const bool is_object =
        places != nullptr
            ? reader.object(at, value, {"start", "end", "place"}, {"days", "dates", "every_weeks", "from"})
            : reader.object(at, value, {"start", "end"}, {"days", "dates", "every_weeks", "from"});
    if (!is_object) {
        return out;
    }
    read_days(reader, at, value, out);
    out.start = read_clock(reader, at + "/start", value.find("start"));
    out.end = read_clock(reader, at + "/end", value.find("end"));
    if (const JsonValue* place = value.find("place"); places != nullptr && place != nullptr) {
        out.place = reader.text(at + "/place", place);
        if (!out.place.empty() && places->find(out.place) == nullptr) {
            reader.fault(at + "/place", fmt::format("{} is not one of places", said_of(*place)));
        }
    }
    return out;
}

}  // namespace

Schedule read_schedule(DocumentReader& reader, std::string_view at, const JsonValue& object, const JsonValue* places)
{
    Schedule out;
    const std::string windows_at = fmt::format("{}/windows", at);
    for (const JsonValue& item : reader.items(windows_at, object.find("windows"), true)) {
        out.windows.push_back(read_window(reader, windows_at + pointer_step(out.windows.size()), item, places));
    }
    out.except_dates = read_dates(reader, fmt::format("{}/except_dates", at), object.find("except_dates"), false);
    return out;
}

}  // namespace cordon::model
