// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routes.hpp"

namespace cordon::api {

// One for each route of the table, by what they are about.

[[nodiscard]] Response get_healthz(const Exchange& exchange);
[[nodiscard]] Response get_readyz(const Exchange& exchange);

[[nodiscard]] Response post_session(const Exchange& exchange);
[[nodiscard]] Response get_session(const Exchange& exchange);
[[nodiscard]] Response delete_session(const Exchange& exchange);

[[nodiscard]] Response get_incidents(const Exchange& exchange);
[[nodiscard]] Response get_incident(const Exchange& exchange);
[[nodiscard]] Response get_incident_stream(const Exchange& exchange);

[[nodiscard]] Response get_live_track(const Exchange& exchange);
[[nodiscard]] Response get_zones(const Exchange& exchange);

[[nodiscard]] Response get_orders(const Exchange& exchange);
[[nodiscard]] Response get_order(const Exchange& exchange);
[[nodiscard]] Response put_order(const Exchange& exchange);
[[nodiscard]] Response post_orders(const Exchange& exchange);
[[nodiscard]] Response get_devices(const Exchange& exchange);

[[nodiscard]] Response get_tokens(const Exchange& exchange);
[[nodiscard]] Response get_token(const Exchange& exchange);
[[nodiscard]] Response post_token(const Exchange& exchange);
[[nodiscard]] Response delete_token(const Exchange& exchange);

}  // namespace cordon::api
