// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cordon::model {

/// A frame of a registered device: its bytes as they came, and what was read from them then.
struct FrameRecord {
    DeviceId device;
    Protocol protocol = Protocol::teltonika;
    std::string peer;  ///< "127.0.0.1:40312", "udp 127.0.0.1:40312"
    UtcTime received;
    Bytes raw;
    std::vector<Observation> observations;

    bool operator==(const FrameRecord&) const = default;
};

/// Time passed and nothing else came: one a second then.
struct TickRecord {
    bool operator==(const TickRecord&) const = default;
};

/// A version of an order or of a device, as canonical JSON (`model/order_document`). The same id again is the next
/// version; it holds from the journal's time of the record.
struct OrderRecord {
    std::string json;
    PersonId by;

    bool operator==(const OrderRecord&) const = default;
};

struct DeviceRecord {
    std::string json;
    PersonId by;

    bool operator==(const DeviceRecord&) const = default;
};

/// A credential made or revoked. The token itself is never kept: only its SHA-256, hexadecimal.
struct TokenRecord {
    std::string id;  ///< public: shown in lists
    std::string name;
    std::string role;
    std::string sha256;
    std::optional<UtcTime> expires;
    bool revoked = false;
    PersonId by;

    bool operator==(const TokenRecord&) const = default;
};

/// What a person did to an incident: `what` is the verb of the route ("acknowledge"), `detail` its JSON body.
struct ActionRecord {
    EpisodeId incident;
    std::string what;
    std::string detail;
    PersonId by;

    bool operator==(const ActionRecord&) const = default;
};

/// A release began to write here.
struct StartRecord {
    std::string version;

    bool operator==(const StartRecord&) const = default;
};

using Body = std::variant<FrameRecord, TickRecord, OrderRecord, DeviceRecord, TokenRecord, ActionRecord, StartRecord>;

/// One entry of the journal. `at` is the journal's clock: it never goes back from one record to the next.
struct Record {
    UtcTime at;
    Body body;

    bool operator==(const Record&) const = default;
};

/// A record in its place.
struct StampedRecord {
    Offset offset;
    Record record;

    bool operator==(const StampedRecord&) const = default;
};

}  // namespace cordon::model
