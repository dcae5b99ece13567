# The rows of live.sh (one object per tool and rate, read with --slurp) as one document.
# --argjson cost (the minute at a customer's rate), --argjson budget (budgets.json)
def places($n): . * pow(10; $n) | round / pow(10; $n);
def is_lossy: .dropped > 0 or (.sampledOut // 0) > 0;
# The highest rate up to which nothing was dropped at any lower one either; what was really sent, not what was asked for.
def clean($tool): [.[] | select(.tool == $tool)] | sort_by(.rate)
  | (map(is_lossy) | index(true)) as $first
  | .[:$first // length] | last // { sent: 0, seconds: 1 } | .sent / .seconds | floor;

clean("agent") as $agent | clean("tcpdump") as $tcpdump
| { rows: ., cost: $cost,
    figures: {
      "capture.live_packets_per_second": $agent,
      tcpdump: $tcpdump,
      tcpdumpLikeTheAgent: clean("tcpdump -s 256 -B 4096"),
      "capture.cpu_percent": $cost.cpuPercent,
      "capture.rss_over_mib": ($cost.rssMib - $cost.rssMibWithout | places(2)) } }
| ([$budget["capture.live_packets_per_second"], $tcpdump] | min) as $least
| .breaches = [
    (["capture.cpu_percent", "capture.rss_over_mib"][] as $key | .figures[$key] | select(. > $budget[$key])
      | "\($key) is \(.), budget \($budget[$key])"),
    # The sender's own rate scatters by less than a hundredth.
    (select($agent < $least * 0.99)
      | "the agent analysed all of \($agent) packets a second, tcpdump all of \($tcpdump), "
        + "budget \($budget["capture.live_packets_per_second"])"),
    ($cost | select(is_lossy) | "at \(.rate) packets a second \(.dropped) were dropped and \(.sampledOut) left out") ]
