# The runs of speed.sh (one object each, read with --slurp) as one document: medians over the rounds, ratios to peers of the same run.
# --argjson packets {FILE: PACKETS}, --argjson budget (budgets.json), --argjson ppingPerTcptrace N, --argjson allocated N|null
def median: sort | .[(length - 1) / 2 | floor];
def places($n): . * pow(10; $n) | round / pow(10; $n);

. as $runs
| def costs($file; $tool): [$runs[] | select(.file == $file and .tool == $tool)]
    | if length == 0 then null else
        { tool: $tool, packets: $packets[$file], wall: (map(.wall) | median), cpu: (map(.cpu) | median), lowestCpu: (map(.cpu) | min),
          highestCpu: (map(.cpu) | max), rssMb: (map(.rssKib) | max * 1024 / 1e6 | places(1)) }
        | .kpps = (.packets / .cpu / 1000 | round)
      end;
  def cpu($file; $tool): costs($file; $tool).cpu;
  # Debian has no pping: without the binary its time is tcptrace's times the quotient that an older measurement found.
  def pping: costs("mix"; "pping") as $own | if $own then $own.cpu else cpu("mix"; "tcptrace") * $ppingPerTcptrace end;
  # Each noop ran right behind a probe: the quotient of neighbours does not see what else the machine did.
  def share: [[$runs[] | select(.file == "mix" and .tool == ("noop", "probe"))] | group_by(.tool)[] | map(.cpu)]
    | transpose | map(.[0] / .[1]) | median;
  # Files are not neighbours in time: the fastest run of each is what the machine did not disturb.
  def speed($file): costs($file; "probe") | .packets / .lowestCpu;

  { rounds: ($runs | map(.round) | max),
    ppingIsDerived: (costs("mix"; "pping") == null),
    files: [ "mix", "snap128", "gen", "onesided", "synflood" | . as $file
      | { file: $file, tools: [ "probe", "noop", "tcpdump", "tcptrace", "pping", "tshark" | costs($file; .) | select(. != null) ] } ],
    figures: {
      "capture.times_tcptrace": (cpu("mix"; "tcptrace") / cpu("mix"; "probe") | places(2)),
      "capture.times_pping": (pping / cpu("mix"; "probe") | places(2)),
      "capture.times_tshark": (cpu("mix"; "tshark") / cpu("mix"; "probe") | places(1)),
      "capture.share_of_libpcap": (share | places(3)),
      "capture.onesided_speed_share": (speed("onesided") / speed("mix") | places(3)),
      "capture.gen_speed_share": (speed("gen") / speed("mix") | places(3)),
      "capture.rss_mb": ([$runs[] | select(.tool == "probe") | .rssKib] | max * 1024 / 1e6 | places(1)),
      "capture.bytes_per_packet": $allocated } }
| .breaches = [ .figures | to_entries[] | . as $figure | ($budget[.key] // error("no budget for \($figure.key)")) as $limit
    | select(if (.key | test("rss|bytes")) then .value > $limit else .value < $limit end)
    | "\(.key) is \(.value), budget \($limit)" ]
