// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/order_document.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace cordon::model {

/// A document with every kind of condition and a device, all of it right.
inline nlohmann::json good_document()
{
    return nlohmann::json::parse(R"({"orders":[{
      "id":"ORD-1","type":"licence","programme":"stalking","time_zone":"Europe/London",
      "starts":"2026-01-05T10:00:00Z","ends":"2026-07-05T22:59:00Z",
      "wearer":{"id":"W-1","name":"A Person","crn":"X123456","limited_access":false},
      "activations":[{"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z","to":null},
                     {"device":"+victim-1","kind":"protected","from":"2026-01-05T10:00:00Z"}],
      "conditions":[
        {"id":"Z1","type":"exclusion_zone","name":"Her street","buffer_m":200,
         "geometry":{"type":"Polygon","coordinates":[[[-0.1,51.5],[-0.09,51.5],[-0.09,51.51],[-0.1,51.51],[-0.1,51.5]],
                                                     [[-0.098,51.502],[-0.092,51.502],[-0.095,51.508],[-0.098,51.502]]]},
         "schedule":{"windows":[{"days":["mon","tue"],"start":"18:00","end":"08:00"}],"except_dates":["2026-02-02"]}},
        {"id":"Z2","type":"exclusion_zone","geometry":{"type":"Point","coordinates":[-0.1,51.5]},"radius_m":500},
        {"id":"Z3","type":"inclusion_zone","geometry":{"type":"LineString","coordinates":[[-0.1,51.5],[-0.2,51.6]]},"radius_m":25.5},
        {"id":"Z4","type":"restriction_zone","geometry":{"type":"MultiPolygon","coordinates":[
          [[[0,50],[1,50],[1,51],[0,50]]],[[[2,50],[3,50],[3,51],[2,50]]]]}},
        {"id":"C1","type":"curfew","places":{"home":{"geometry":{"type":"Point","coordinates":[-0.08,51.52]},"radius_m":60}},
         "windows":[{"days":["mon","sun"],"start":"19:00","end":"07:00","place":"home","every_weeks":2,"from":"2026-01-05"},
                    {"dates":["2026-01-05"],"start":"15:00","end":"19:00","place":"home"}],"except_dates":["2026-02-01"]},
        {"id":"A1","type":"attendance","geometry":{"type":"Point","coordinates":[-0.1,51.5]},"radius_m":60,
         "windows":[{"dates":["2026-02-03"],"start":"10:00","end":"12:00"}],"minutes":30},
        {"id":"P1","type":"proximity","distance_m":1000,"thresholds":{"proximity_fresh_s":60}},
        {"id":"T1","type":"trail"}],
      "permissions":[{"condition":"Z1","from":"2026-03-01T10:00:00Z","to":"2026-03-01T12:00:00Z","reason":"court","approved_by":"P-7"}],
      "thresholds":{"confirm_fixes":3,"end_margin_m":12.5}}],
     "devices":[{"id":"356307042441013","protocol":"teltonika","model":null,"clock_offset_min":60,"io16_group":true,
                 "strap_input":{"io":1,"open":0},"source_ranges":["10.0.0.0/8","2001:db8::/32"]}]})");
}

/// The document after one change: `value` put at `pointer`, whatever stood there.
inline nlohmann::json changed(std::string_view pointer, const nlohmann::json& value)
{
    nlohmann::json document = good_document();
    document[nlohmann::json::json_pointer{std::string{pointer}}] = value;
    return document;
}

inline nlohmann::json without(std::string_view pointer)
{
    const nlohmann::json::json_pointer at{std::string{pointer}};
    nlohmann::json document = good_document();
    document.at(at.parent_pointer()).erase(at.back());
    return document;
}

/// Each fault as `pointer: what`, a line each; "" where the document is taken.
inline std::string faults_of_text(std::string_view text)
{
    const auto read = read_order_document(text);
    std::string out;
    if (!read.has_value()) {
        for (const DocumentFault& fault : read.error()) {
            out += fault.pointer + ": " + fault.what + "\n";
        }
    }
    return out;
}

inline std::string faults_of(const nlohmann::json& document)
{
    return faults_of_text(document.dump());
}

}  // namespace cordon::model
