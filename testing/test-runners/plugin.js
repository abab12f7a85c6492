// A plugin, as its developer has it: it counts the visits that it was told of.

export const createVisits = () => {
  const seen = new Set();
  return {
    events: ['visit'],
    async fetch(request) {
      const { meta, payload } = await request.json();
      seen.add(meta.job.id);
      return Response.json({ message: `${payload.name} is visit ${seen.size}` });
    },
  };
};
