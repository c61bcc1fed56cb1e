// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/model/record.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cordon::api {

using Parameters = std::map<std::string, std::string, std::less<>>;

/// A document that came as a body, read on the worker thread before its handler is asked.
using ReadDocument = Result<model::OrderDocument, std::vector<model::DocumentFault>>;

/// One request, read whole. Header names are in lower case.
struct Request {
    std::string method;
    std::string path;  ///< as it came, before the "?"
    Parameters query;  ///< decoded; of a name given twice the first
    Parameters headers;
    std::string body;
    std::shared_ptr<const ReadDocument> document;  ///< of a document route; set before its handler is asked

    [[nodiscard]] std::string_view header(std::string_view name) const
    {
        const auto it = headers.find(name);
        return it == headers.end() ? std::string_view{} : std::string_view{it->second};
    }
};

/// The reader wants the changes of incidents: all after the one it names; with no name, those from now on.
struct WantIncidents {
    std::optional<std::string> after;
};

/// A box on the map, degrees.
struct Box {
    double min_lon = -180;
    double min_lat = -90;
    double max_lon = 180;
    double max_lat = 90;
};

struct WantPositions {
    Box box;
};

struct Response;

/// Records to be made durable before anything is answered, and what to answer then.
struct Write {
    std::vector<model::Body> records;
    std::function<Response(Offset last)> answer;
};

/// What a handler answers: a body; or an event stream; or a write, whose own answer comes later.
struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::variant<std::monostate, WantIncidents, WantPositions, Write> then;
};

}  // namespace cordon::api
