// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/counters.hpp>

#include <algorithm>
#include <tuple>
#include <vector>

namespace cordon {
inline namespace core {

namespace {

template <class Thing>
Thing& find_or_make(std::deque<Counters::Row>& rows, std::deque<Thing>& things, const Thing* Counters::Row::* member,
                    std::string_view name, std::string_view label, std::string_view help)
{
    for (const Counters::Row& row : rows) {
        if (row.name == name && row.label == label && row.*member != nullptr) {
            return *const_cast<Thing*>(row.*member);
        }
    }
    Thing& thing = things.emplace_back();
    Counters::Row row{.name = std::string{name}, .label = std::string{label}, .help = std::string{help}};
    row.*member = &thing;
    rows.push_back(std::move(row));
    return thing;
}

}  // namespace

Counter& Counters::counter(std::string_view name, std::string_view label, std::string_view help)
{
    const std::scoped_lock lock{mutex_};
    return find_or_make(rows_, counters_, &Row::counter, name, label, help);
}

Gauge& Counters::gauge(std::string_view name, std::string_view label, std::string_view help)
{
    const std::scoped_lock lock{mutex_};
    return find_or_make(rows_, gauges_, &Row::gauge, name, label, help);
}

Latency& Counters::latency(std::string_view name, std::string_view label, std::string_view help)
{
    const std::scoped_lock lock{mutex_};
    return find_or_make(rows_, latencies_, &Row::latency, name, label, help);
}

void Counters::for_each(const std::function<void(const Row&)>& visit) const
{
    const std::scoped_lock lock{mutex_};
    std::vector<const Row*> sorted;
    sorted.reserve(rows_.size());
    for (const Row& row : rows_) {
        sorted.push_back(&row);
    }
    std::ranges::sort(sorted, {}, [](const Row* row) { return std::tie(row->name, row->label); });
    for (const Row* row : sorted) {
        visit(*row);
    }
}

}  // namespace core
}  // namespace cordon
