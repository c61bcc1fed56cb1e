// SPDX-License-Identifier: Apache-2.0
#include "read_model.hpp"

#include <variant>

namespace cordon::api {

namespace {

template <class... Takers>
struct Overloaded : Takers... {
    using Takers::operator()...;
};

}  // namespace

ReadModel::ReadModel(const port::Journal& journal, const port::Feed& feed)
    : records_{journal.read(Offset{})}, changes_{feed.read(model::StreamId{})}
{
}

Result<bool> ReadModel::follow(std::size_t most)
{
    std::size_t records = 0;
    for (; records < most; ++records) {
        CORDON_TRY(const auto stamped, records_->next());
        if (!stamped) {
            break;
        }
        take(*stamped);
    }
    std::size_t changes = 0;
    for (; changes < most; ++changes) {
        CORDON_TRY(const auto change, changes_->next());
        if (!change) {
            break;
        }
        incidents_.take(*change);
        absence_.take(*change);
    }
    return records == most || changes == most;
}

void ReadModel::take(const model::StampedRecord& stamped)
{
    const UtcTime at = stamped.record.at;
    std::visit(Overloaded{
                   [&](const model::FrameRecord& frame) {
                       for (const model::Observation& observation : frame.observations) {
                           positions_.take(observation);
                       }
                   },
                   [&](const model::OrderRecord& order) { orders_.take_order(order.json, order.by, at); },
                   [&](const model::DeviceRecord& device) { orders_.take_device(device.json, device.by, at); },
                   [&](const model::TokenRecord& token) { tokens_.take(token); },
                   [](const model::TickRecord&) {},
                   [](const model::ActionRecord&) {},
                   [](const model::StartRecord&) {},
               },
               stamped.record.body);
    position_ = stamped.offset;
    at_ = at;
}

}  // namespace cordon::api
