/**
 * Versions that the vendor's upgrade accepts, by the version that it upgrades to: the map
 * `SUPPORTED_VERSIONS_FOR_UPGRADE` of DefaultDatabaseSchemaSettingsService.java, thingsboard/thingsboard, tags v4.3,
 * v4.3.0.1 and v4.3.1 to v4.3.1.3. 4.4.0 is as its development branch stood in July 2026: unverified on a release.
 */
export const upgradePaths: Readonly<Record<string, readonly string[]>> = {
  "4.3.0": ["4.2.1"],
  "4.3.1": ["4.2.1", "4.2.2"],
  "4.4.0": ["4.3.0", "4.3.1"],
};

/** The versions (`major.minor.maintenance`) from which the vendor's upgrade leads to `version`; none known is []. */
export function upgradableFrom(version: string): readonly string[] {
  return upgradePaths[version.split(".").slice(0, 3).join(".")] ?? [];
}

/** Table of our own in ThingsBoard's database: one row for each install or upgrade that ran to its end. */
export const markTable = "thingsboard_scale_schema";

/** Head of both scripts that talk to PostgreSQL. libpq takes PGUSER and PGPASSWORD from the environment. */
const database = `set -eu
export PGAPPNAME=tb-schema PGCONNECT_TIMEOUT=10
# jdbc:postgresql://host:port/database?options, less what is Java's.
database="\${SPRING_DATASOURCE_URL#jdbc:}"
database="\${database%%\\?*}"
query() {
  psql --no-psqlrc --no-password --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \\
    --dbname="$database" --command="$1"
}
`;

/**
 * Looks into the database and writes what is to be done into /decision/step: install, upgrade, patch or nothing. Ends with 1 and a text for people where nothing safe can be done. Environment: SPRING_DATASOURCE_URL, PGUSER, PGPASSWORD,
 * TARGET_VERSION, UPGRADABLE_FROM (blank separated), WAIT_SECONDS, and DECISION_FILE.
 *
 * ThingsBoard writes its own version (`tb_schema_settings.schema_version`, 4003001003 for 4.3.1.3) right after making
 * the tables and long before the install is through, and no step of the install can be repeated. So that row alone
 * says nothing: only our mark says that an install ended.
 */
export const checkSchema = `${database}
refuse() {
  printf '%s\\n' "$@" >&2
  exit 1
}
decide() {
  echo "Decision: $1. $2"
  printf '%s' "$1" > "$DECISION_FILE"
  exit 0
}
# 4.3.1.3 -> 4003001003, as ThingsBoard keeps it.
number() {
  echo "$1" | { IFS=. read -r major minor maintenance patch
    echo $((major * 1000000000 + minor * 1000000 + \${maintenance:-0} * 1000 + \${patch:-0})); }
}
text() {
  echo "$(($1 / 1000000000)).$(($1 / 1000000 % 1000)).$(($1 / 1000 % 1000)).$(($1 % 1000))"
}

# The pooler may answer later than its object says.
waited=0
until problem="$(query 'SELECT 1' 2>&1)"; do
  [ "$waited" -lt "$WAIT_SECONDS" ] || refuse "PostgreSQL did not answer within $WAIT_SECONDS s: $problem"
  sleep 5
  waited=$((waited + 5))
done

target="$(number "$TARGET_VERSION")"
tables="$(query "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> '${markTable}'")"
if [ "$tables" = 0 ]; then
  decide install "The database is empty: ThingsBoard $TARGET_VERSION is installed."
fi

marked=0
if [ "$(query "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = '${markTable}'")" = 1 ]; then
  marked="$(query "SELECT count(*) FROM ${markTable} WHERE state = 'done'")"
fi
if [ "$marked" = 0 ]; then
  refuse "The database has $tables tables but no mark of a finished install in ${markTable}: an install broke off half-way, or somebody else made the tables." \\
    "ThingsBoard's install cannot be repeated over a half-done one. Nothing was changed." \\
    "Either empty the database (DROP SCHEMA public CASCADE; CREATE SCHEMA public;) and run the update again," \\
    "or, if the installation is known to be whole, state so with:" \\
    "  CREATE TABLE IF NOT EXISTS ${markTable} (id serial PRIMARY KEY, step text NOT NULL, version text NOT NULL, state text NOT NULL, at timestamptz NOT NULL DEFAULT now());" \\
    "  INSERT INTO ${markTable} (step, version, state) VALUES ('install', '<its version>', 'done');"
fi

found="$(query "SELECT schema_version FROM tb_schema_settings LIMIT 1")"
[ -n "$found" ] || refuse "The table tb_schema_settings is empty: ThingsBoard's own version of the schema is missing. Restore the database from a backup."
# Before 4.2.1.1 the version had three parts: 4002001 was 4.2.1.
[ "$found" -ge 1000000000 ] || found=$((found * 1000))
version="$(text "$found")"

begun="$(query "SELECT version FROM ${markTable} WHERE id = (SELECT max(id) FROM ${markTable}) AND state = 'begun'")"
if [ -n "$begun" ]; then
  # The vendor's upgrade writes its version last: where it stands, the upgrade was through and only our mark was lost.
  if [ "$found" = "$(number "$begun")" ]; then
    query "INSERT INTO ${markTable} (step, version, state) VALUES ('upgrade', '$begun', 'done')"
  else
    refuse "An upgrade to $begun was begun and did not end; the schema says $version. Nothing was changed now." \\
      "Restore the database from the backup made before the upgrade. If nothing was changed by it, take its note away with:" \\
      "  DELETE FROM ${markTable} WHERE state = 'begun';"
  fi
fi

if [ "$found" = "$target" ]; then
  decide nothing "The schema is at $version already."
fi
if [ "$found" -gt "$target" ]; then
  refuse "The schema is at $version, which is newer than $TARGET_VERSION: ThingsBoard has no way back. Nothing was changed." \\
    "State version $version or a later one."
fi
if [ $((found / 1000000)) = $((target / 1000000)) ]; then
  decide patch "From $version to $TARGET_VERSION tb-core brings the schema up by itself when it starts; the vendor's upgrade is for another minor version."
fi
for from in $UPGRADABLE_FROM; do
  case "$version" in
    "$from".*)
      query "INSERT INTO ${markTable} (step, version, state) VALUES ('upgrade', '$TARGET_VERSION', 'begun')"
      decide upgrade "From $version to $TARGET_VERSION."
      ;;
  esac
done
[ -n "$UPGRADABLE_FROM" ] || refuse "The schema is at $version, and no upgrade to $TARGET_VERSION is known here. Nothing was changed." \\
  "Known targets: ${Object.keys(upgradePaths)
    .map((version) => `${version}.x`)
    .join(", ")}."
refuse "The schema is at $version, and the vendor's upgrade to $TARGET_VERSION starts from $(printf '%s.x ' $UPGRADABLE_FROM)only. Nothing was changed." \\
  "Upgrade in steps: state a version on the way first, run the update, then state $TARGET_VERSION."
`;

/**
 * Does what was decided, with the image's own start script: `INSTALL_TB` and `UPGRADE_TB` are its switches
 * (thingsboard v4.3.1.3, msa/tb-node/docker/start-tb-node.sh). FROM_VERSION is not needed since 4.0.
 */
export const runSchemaStep = `set -eu
step="$(cat "$DECISION_FILE")"
case "$step" in
  install)
    export INSTALL_TB=true LOAD_DEMO=true
    exec start-tb-node.sh
    ;;
  upgrade)
    export UPGRADE_TB=true
    exec start-tb-node.sh
    ;;
  patch | nothing)
    echo "Decision: $step. Nothing to install or to upgrade."
    ;;
  *)
    echo "Unknown decision '$step'." >&2
    exit 1
    ;;
esac
`;

/** Writes the mark, after the step before ended well. Environment as for the check. */
export const markSchema = `${database}
step="$(cat "$DECISION_FILE")"
case "$step" in
  nothing)
    echo "Nothing was done, nothing is marked."
    exit 0
    ;;
  patch)
    # tb-core patches when it starts, and writes its own version when it is through.
    echo "Nothing was done yet, nothing is marked."
    exit 0
    ;;
esac
query "SET client_min_messages = warning; CREATE TABLE IF NOT EXISTS ${markTable} (id serial PRIMARY KEY, step text NOT NULL, version text NOT NULL, state text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
query "INSERT INTO ${markTable} (step, version, state) VALUES ('$step', '$TARGET_VERSION', 'done')"
echo "Marked: $step $TARGET_VERSION."
`;
