/** The functions that run what is known only at run time, and why that is so. Whatever else cannot be followed is a mistake. */
const EXCUSES = {
  'src/embedded/queries.ts createDatabase': 'runs what PostgreSQL quoted in the statement before',
  'src/embedded/queries.ts createRole': 'runs what PostgreSQL quoted in the statement before',
  'src/lib/db.ts send': 'runs the statements of all the others',
  'src/lib/migrate.ts apply': 'runs the files of migrations',
  'src/lib/partitions.ts countInDefault': 'of any of the tables that have partitions',
  'src/lib/partitions.ts createPartition': 'DDL, with names and bounds of days',
  'src/lib/partitions.ts createPartitionFromDefault': 'DDL, and whatever columns the table has',
  'src/lib/partitions.ts deleteFromDefault': 'of any of the tables that have partitions',
  'src/lib/partitions.ts dropPartition': 'DDL, with names of days',
  'src/lib/partitions.ts firstInDefault': 'of any of the tables that have partitions',
  'src/lib/partitions.ts isOf': 'part of statements on any of the tables that have partitions',
  'src/lib/partitions.ts lockPartitions': 'of any of the tables that have partitions',
  'src/lib/pooler.ts askFor': 'prepares two statements of one name, of words',
  'src/lib/recordset.ts arrays': 'called by the test itself',
  'src/lib/recordset.ts of': 'called by the test itself, for every recordset that statements use',
  'src/lib/recordset.ts recordset': 'called by the test itself',
  'src/lib/sql.ts ': 'no text at all',
};

const used = new Set();

/** Whether something that cannot be followed may be so. */
export function excuse(place) {
  const key = `${place.file} ${place.function}`;
  used.add(key);
  return Object.hasOwn(EXCUSES, key);
}

/** Problems of the list itself: entries that nothing needs. */
export function staleExcuses() {
  const stale = Object.keys(EXCUSES).filter((key) => !used.has(key));
  const message = 'is excused in tools/statements/excused.js, and need not be';
  return stale.map((key) => {
    const [file, name] = key.split(' ');
    return { file, line: 1, function: name, message };
  });
}
