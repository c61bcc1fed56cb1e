# SPDX-License-Identifier: Apache-2.0
# One event of the incident stream as one line for a terminal: when it was told or ended, how grave, who, what, why.
def clock: if . then .[11:19] else "--:--:--" end;
select(.episode) | .episode as $episode
| [ ((if $episode.change == "ended" then $episode.ended else null end) // $episode.detected // $episode.started | clock),
    ($episode.severity // "" | ascii_upcase),
    (.wearer.name // .wearer.id // $episode.order // "a device without an order"),
    (.condition_name // $episode.condition // $episode.kind),
    "\($episode.kind) \($episode.state) (\($episode.change // "now"))",
    ($episode.reason // "") ]
| map(select(. != "")) | join("  ")
