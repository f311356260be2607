/** A Valkey node as `host:port`. */
export type NodeAddress = string;

/** What a formed cluster looks like. */
export interface RedisFormation {
  /** Masters of a new cluster and the slots that each takes, both ends included. */
  readonly masters: readonly {
    readonly address: NodeAddress;
    readonly firstSlot: number;
    readonly lastSlot: number;
  }[];
  /** Which master each further node follows in a new cluster. */
  readonly followers: readonly { readonly address: NodeAddress; readonly master: NodeAddress }[];
  /** Seconds after which the script gives up and says what is missing. */
  readonly waitSeconds: number;
  /** The client's program. Default `valkey-cli`; it reads the password from REDISCLI_AUTH or VALKEYCLI_AUTH. */
  readonly cli?: string;
}

/**
 * A POSIX shell script that forms a Valkey cluster out of empty nodes, and that can be run again at any time: each
 * step looks first and does only what is missing, so on a healthy cluster it does nothing. It also mends what a
 * cluster cannot mend by itself: when every pod restarted at once, nobody knows anybody's new address, and they are
 * introduced again. Roles are left as a fail-over made them. It moves no slots between masters: a cluster that is
 * given more masters is reported, and `valkey-cli --cluster rebalance` moves them.
 *
 * Exit status 0: all slots served, every pair linked. 1: not within `waitSeconds`; the last line says what is missing.
 */
export function formingScript(formation: RedisFormation): string {
  const { masters, followers, waitSeconds, cli = "valkey-cli" } = formation;
  const nodes = [...masters, ...followers].map(({ address }) => address);
  const claims = masters.map(
    ({ address, firstSlot, lastSlot }) => `${address}=${firstSlot}-${lastSlot}`,
  );
  const pairs = followers.map(({ address, master }) => `${address}=${master}`);
  return [
    "set -u",
    `cli='${cli}'`,
    `wait_seconds=${waitSeconds}`,
    `masters=${masters.length}`,
    `nodes='${nodes.join(" ")}'`,
    `claims='${claims.join(" ")}'`,
    `pairs='${pairs.join(" ")}'`,
    steps,
  ].join("\n");
}

const steps = `missing=

# What is missing, printed when it changes.
lacks() {
  [ "$1" = "$missing" ] || echo "$1"
  missing=$1
  return 1
}

ask() {
  asked=$1
  shift
  timeout 5 "$cli" -h "\${asked%:*}" -p "\${asked##*:}" "$@" 2>&1 </dev/null | tr -d '\\r'
}

field() {
  awk -F: -v name="$1" '$1 == name { print $2 }'
}

all_answer() {
  for node in $nodes; do
    [ "$(ask "$node" ping)" = PONG ] || lacks "$node does not answer" || return 1
  done
}

# A new cluster: nobody knows anybody. Each master gets an epoch of its own, so that their claims never clash.
claim_slots() {
  for node in $nodes; do
    [ "$(ask "$node" cluster info | field cluster_known_nodes)" = 1 ] || return 0
  done
  epoch=0
  for claim in $claims; do
    epoch=$((epoch + 1))
    node=\${claim%%=*}
    slots=\${claim#*=}
    [ "$(ask "$node" cluster info | field cluster_slots_assigned)" = 0 ] || continue
    # Refused when an earlier run was stopped between these two lines, which does no harm.
    ask "$node" cluster set-config-epoch "$epoch" >/dev/null
    answer=$(ask "$node" cluster addslotsrange "\${slots%-*}" "\${slots#*-}")
    [ "$answer" = OK ] || lacks "$node does not take slots $slots: $answer" || return 1
    echo "$node takes slots $slots"
  done
}

# Id and present address of each node, as id=ip:port.
roster() {
  roster=
  for node in $nodes; do
    id=$(ask "$node" cluster myid)
    case $id in
      '' | *[!0-9a-f]*) lacks "$node does not tell its id: $id" || return 1 ;;
    esac
    # An address that its pod has left may be another's by now, as long as the name still leads there.
    case $roster in
      *" $id="*) lacks "two names lead to the node at $node" || return 1 ;;
    esac
    ip=$(getent ahostsv4 "\${node%:*}" | awk 'NR == 1 { print $1 }')
    [ -n "$ip" ] || lacks "$node has no address" || return 1
    roster="$roster $id=$ip:\${node##*:}"
  done
}

id_of() {
  ask "$1" cluster myid
}

# The first node introduces everybody. The others look again for those whose address they have lost.
# MEET takes no names.
introduce() {
  first=\${nodes%% *}
  strangers=0
  for node in $nodes; do
    for peer in $(ask "$node" cluster nodes | awk -v roster="$roster" '
      { address[$1] = $2; flags[$1] = $3; link[$1] = $8 }
      END {
        count = split(roster, entries, " ")
        for (i = 1; i <= count; i++) {
          split(entries[i], peer, "=")
          id = peer[1]
          if (!(id in address)) print "unknown=" peer[2]
          else if (flags[id] ~ /myself/) continue
          else if (index(address[id], peer[2] "@") != 1 || link[id] != "connected" || flags[id] ~ /fail|handshake|noaddr/)
            print "lost=" peer[2]
        }
      }'); do
      strangers=$((strangers + 1))
      [ "$node" = "$first" ] || [ "\${peer%%=*}" = lost ] || continue
      peer=\${peer#*=}
      ask "$node" cluster meet "\${peer%:*}" "\${peer##*:}" >/dev/null
    done
  done
  [ "$strangers" = 0 ] || lacks "the nodes do not all know each other yet"
}

# A node that lost its volume comes back under another id. Its old id is forgotten; whoever followed it takes over.
bury() {
  gone=0
  for node in $nodes; do
    for step in $(ask "$node" cluster nodes | awk -v roster="$roster" '
      { state[$1] = $3 " " $8; if ($3 ~ /myself/) follows = $4 }
      END {
        count = split(roster, entries, " ")
        for (i = 1; i <= count; i++) {
          split(entries[i], peer, "=")
          delete state[peer[1]]
        }
        for (id in state) {
          if (state[id] ~ /handshake/ || state[id] !~ /fail|noaddr|disconnected/) print "wait"
          else if (id == follows) print "takeover"
          else print id
        }
      }'); do
      gone=$((gone + 1))
      case $step in
        wait) ;;
        takeover) ask "$node" cluster failover takeover >/dev/null ;;
        *) ask "$node" cluster forget "$step" >/dev/null ;;
      esac
    done
  done
  [ "$gone" = 0 ] || lacks "the nodes still remember one that is gone"
}

# Slots that nobody serves, because both nodes of a pair lost their volumes.
fill_slots() {
  empty=
  for claim in $claims; do
    node=\${claim%%=*}
    slots=\${claim#*=}
    [ "$(ask "$node" cluster info | field cluster_slots_assigned)" != 16384 ] || continue
    answer=$(ask "$node" cluster addslotsrange "\${slots%-*}" "\${slots#*-}")
    [ "$answer" = OK ] || empty="$empty $slots ($answer)"
  done
  [ -z "$empty" ] || lacks "nobody serves all slots yet:$empty"
}

# A pair is linked either way round. Otherwise the one without slots follows the other.
link_pairs() {
  for pair in $pairs; do
    follower=\${pair%%=*}
    master=\${pair#*=}
    follower_id=$(id_of "$follower")
    master_id=$(id_of "$master")
    case $(ask "$follower" cluster nodes | awk -v f="$follower_id" -v m="$master_id" '
      { of[$1] = $4; slots[$1] = NF - 8 }
      END {
        if (of[f] == m || of[m] == f) print "linked"
        else if (slots[f] == 0) print "follower"
        else if (slots[m] == 0) print "master"
        else print "both"
      }') in
      linked) continue ;;
      follower) answer=$(ask "$follower" cluster replicate "$master_id") ;;
      master) answer=$(ask "$master" cluster replicate "$follower_id") ;;
      *) answer="both serve slots" ;;
    esac
    lacks "$follower and $master are no pair yet ($answer)" || return 1
  done
}

healthy() {
  for node in $nodes; do
    state=$(ask "$node" cluster info)
    [ "$(echo "$state" | field cluster_state)" = ok ] || lacks "$node: the cluster is not up" || return 1
    [ "$(echo "$state" | field cluster_slots_ok)" = 16384 ] || lacks "$node: not all slots are served" || return 1
    [ "$(echo "$state" | field cluster_size)" = "$masters" ] || lacks "$node: there are not $masters masters" || return 1
    state=$(ask "$node" info replication)
    [ "$(echo "$state" | field role)" = master ] ||
      [ "$(echo "$state" | field master_link_status)" = up ] || lacks "$node: its copy is not complete" || return 1
  done
}

end=$(($(date +%s) + wait_seconds))
until all_answer && claim_slots && roster && introduce && bury && fill_slots && link_pairs && healthy; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "Not formed within $wait_seconds seconds: $missing." >&2
    exit 1
  fi
  sleep 1
done
echo "Formed: $masters masters serve all slots, and every pair is linked."
`;
