// A guard against being made to speak HTTP at something that is not a web server: line-based protocols execute the parts of a
// request that look like their commands. First the "bad ports" of the WHATWG Fetch standard (§2.9), which no browser calls.
const fetchBadPorts = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
];

// Then what usually listens beside a web application. All are below 32768, where Linux starts to hand out ephemeral ports, so
// that a receiver on a port of the system's choice is never refused.
const infrastructurePorts = [
  445, // SMB
  873, // rsync
  1433, // SQL Server
  1521, // Oracle
  1883, // MQTT
  2181, // ZooKeeper
  2375, // Docker
  2376, // Docker over TLS
  2379, // etcd clients
  2380, // etcd peers
  3306, // MySQL
  3389, // RDP
  4369, // Erlang port mapper
  5432, // PostgreSQL
  5671, // AMQP over TLS
  5672, // AMQP
  5900, // VNC
  5984, // CouchDB
  6379, // Redis
  6380, // Redis over TLS
  6432, // PgBouncer
  8883, // MQTT over TLS
  9042, // Cassandra
  9092, // Kafka
  9200, // Elasticsearch
  9300, // Elasticsearch nodes
  10250, // kubelet
  10255, // kubelet, read-only
  11211, // memcached
  26257, // CockroachDB
  27017, // MongoDB
  27018, // MongoDB shards
  27019, // MongoDB config servers
];

const refusedPorts: ReadonlySet<number> = new Set([...fetchBadPorts, ...infrastructurePorts]);

/** Whether a URL with this port may be called. A rule of its own beside the address rules: it holds in development too. */
export function isAllowedPort(port: number): boolean {
  return !refusedPorts.has(port);
}
