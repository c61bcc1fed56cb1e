// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"
#include "sentence.hpp"
#include "statements.hpp"

#include <cordon/store/case_reader.hpp>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cordon::store {

namespace {

/// One state of the database for the tracks and for how far they go.
using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

/// A PostgreSQL array as text.
template <class Text>
std::string array_of(std::span<const port::TrackSpan> spans, const Text& text)
{
    std::string out = "{";
    for (const port::TrackSpan& span : spans) {
        out += out.size() == 1 ? "\"" : ",\"";
        for (const char c : std::string{text(span)}) {
            out += c == '"' || c == '\\' ? "\\" : "";
            out += c;
        }
        out += '"';
    }
    return out + "}";
}

template <class Value>
std::optional<Value> value_of(const pqxx::field& field)
{
    return field.is_null() ? std::nullopt : std::optional{field.as<Value>()};
}

template <class Value>
std::optional<Value> small_number_of(const pqxx::field& field)
{
    const auto number = value_of<int>(field);
    return number ? std::optional{static_cast<Value>(*number)} : std::nullopt;
}

std::optional<UtcTime> time_of(const pqxx::field& field)
{
    const auto millis = value_of<std::int64_t>(field);
    return millis ? std::optional{from_millis(*millis)} : std::nullopt;
}

std::string_view text_of(const pqxx::field& field)
{
    return {field.c_str(), field.size()};
}

/// A row of `open_tracks`.
model::Observation observation_of(const pqxx::row& row)
{
    model::Observation out{.device = {row[0].as<std::string>()},
                           .fix_time = time_of(row[1]),
                           .received = from_millis(row[2].as<std::int64_t>()),
                           .valid = row[3].as<bool>()};
    if (!row[4].is_null()) {
        out.position = model::Position::from_e7(row[4].as<std::int64_t>(), row[5].as<std::int64_t>());
    }
    out.accuracy_m = value_of<double>(row[6]);
    out.mechanism = model::mechanism_named(text_of(row[7])).value_or(model::Mechanism::lbs);
    out.speed_kmh = value_of<double>(row[8]);
    out.heading_deg = value_of<double>(row[9]);
    out.altitude_m = value_of<double>(row[10]);
    out.satellites = small_number_of<std::uint16_t>(row[11]);
    out.hdop = value_of<double>(row[12]);
    out.battery_pct = small_number_of<std::uint8_t>(row[13]);
    out.event = row[14].is_null() ? std::nullopt : model::device_event_named(text_of(row[14]));
    return out;
}

void open_cursor(pqxx::transaction_base& snapshot, std::span<const port::TrackSpan> spans)
{
    const auto first = std::ranges::min_element(spans, {}, &port::TrackSpan::from)->from;
    const auto last = std::ranges::max_element(spans, {}, &port::TrackSpan::until)->until;
    snapshot.exec_params(open_tracks.sql, array_of(spans, [](const auto& span) { return span.device.text; }),
                         array_of(spans, [](const auto& span) { return to_rfc3339(span.from); }),
                         array_of(spans, [](const auto& span) { return to_rfc3339(span.until); }), to_rfc3339(first),
                         to_rfc3339(last));
}

class StoredCases final : public port::CaseReader {
public:
    explicit StoredCases(std::string url) : url_{std::move(url)} {}

    Result<std::optional<UtcTime>> read_tracks(std::span<const port::TrackSpan> spans,
                                               const std::function<void(model::Observation&&)>& take) override
    {
        try {
            return read(spans, take);
        } catch (const pqxx::undefined_table& error) {
            return refuse(wrong_schema(error));
        } catch (const pqxx::undefined_column& error) {
            return refuse(wrong_schema(error));
        } catch (const pqxx::sql_error& error) {
            return refuse(fmt::format("the database refused to be read: {}", first_line(error.what())));
        } catch (const pqxx::failure& error) {
            return refuse(fmt::format("no database: {}", first_line(error.what())));
        }
    }

private:
    static std::string wrong_schema(const std::exception& error)
    {
        return fmt::format("the database has not this release's schema ({}); run cordon migrate",
                           first_line(error.what()));
    }

    std::optional<UtcTime> read(std::span<const port::TrackSpan> spans,
                                const std::function<void(model::Observation&&)>& take) const
    {
        const auto connection = open_connection(url_);
        const pqxx::quiet_errorhandler quiet{*connection};
        Snapshot snapshot{*connection};
        const auto clock = time_of(snapshot.exec1(read_clock.sql)[0]);
        if (spans.empty()) {
            return clock;
        }
        open_cursor(snapshot, spans);
        for (auto rows = snapshot.exec(fetch_tracks.sql); !rows.empty(); rows = snapshot.exec(fetch_tracks.sql)) {
            for (const auto& row : rows) {
                take(observation_of(row));
            }
        }
        return clock;
    }

    std::string url_;
};

}  // namespace

std::unique_ptr<port::CaseReader> make_case_reader(std::string url)
{
    return std::make_unique<StoredCases>(std::move(url));
}

}  // namespace cordon::store
