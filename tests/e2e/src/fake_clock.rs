//! Pages with a fake clock.

/// How fast the widget's long timers run on a page.
#[derive(Clone, Copy, Debug)]
pub struct FakeClock {
    /// Divides delays of two seconds and more, such as those between two requests.
    pub times: u32,
    /// The timeout of a request, in milliseconds. 10 s is too long to be reached by accident.
    pub limit: u32,
}

impl Default for FakeClock {
    fn default() -> Self {
        Self {
            times: 100,
            limit: 10_000,
        }
    }
}

impl FakeClock {
    /// The body of a page with this clock, the module, and a constant `Math.random()`.
    ///
    /// Its scripts find all delays, in milliseconds, in `delays`, and the number of requests by
    /// path in `requested`.
    pub fn page(self, body: &str) -> String {
        let Self { times, limit } = self;
        format!(
            r#"<script>
            (() => {{
              const [sleep, get] = [setTimeout, fetch];
              window.delays = [];
              window.requested = {{}};
              // The first request comes at a random moment of the interval. Near its middle, its
              // delay equals none of those that are handled below.
              Math.random = () => 0.45;
              window.setTimeout = (call, delay = 0, ...rest) => {{
                delays.push(delay);
                const short = delay == 10000 ? {limit} : delay >= 2000 ? delay / {times} : delay;
                // WebKit's driver uses this timer too: half a minute, the limit of a script.
                return sleep(call, delay == 30000 ? delay : short, ...rest);
              }};
              window.fetch = (request, ...rest) => {{
                const path = new URL(request.url ?? request, location).pathname;
                requested[path] = (requested[path] ?? 0) + 1;
                return get(request, ...rest);
              }};
            }})();
            </script>
            <script type="module" src="{{cdn}}/key-events.js"></script>{body}"#
        )
    }
}
