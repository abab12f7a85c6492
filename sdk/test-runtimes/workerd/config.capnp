using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "plugin",
      worker = (
        modules = [(name = "worker", esModule = embed "bundle/worker.js")],
        compatibilityDate = "2026-11-01",
        bindings = [
          (name = "PLUGBOARD_URL", fromEnvironment = "PLUGBOARD_URL"),
          (name = "PLUGBOARD_CLIENT_ID", fromEnvironment = "PLUGBOARD_CLIENT_ID"),
          (name = "PLUGBOARD_CLIENT_SECRET", fromEnvironment = "PLUGBOARD_CLIENT_SECRET"),
        ],
        globalOutbound = "network",
      ) ),
    # Plugboard is on this machine.
    (name = "network", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "plugin")],
);
