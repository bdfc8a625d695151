//! Pages on which time goes by faster.

/// How fast time goes by on a page for the widget's long sleeps.
#[derive(Clone, Copy, Debug)]
pub struct FakeClock {
    /// Sleeps of two seconds and more, such as those between two requests, take so much less time.
    pub times: u32,
    /// The limit of a request, in milliseconds: 10 s if it is not to be reached by chance.
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
    /// The body of a page at this pace, with the module in it, where every chance is the same.
    ///
    /// Its scripts find all delays that were slept, in milliseconds, in `delays`, and how many
    /// requests were sent, by path, in `asked`.
    pub fn page(self, body: &str) -> String {
        let Self { times, limit } = self;
        format!(
            r#"<script>
            (() => {{
              const [sleep, get] = [setTimeout, fetch];
              window.delays = [];
              window.asked = {{}};
              // The first request after the start comes at any moment of the interval: here near its middle,
              // so that no wait is just as long as one of those that are told apart below.
              Math.random = () => 0.45;
              window.setTimeout = (call, delay = 0, ...rest) => {{
                delays.push(delay);
                const short = delay == 10000 ? {limit} : delay >= 2000 ? delay / {times} : delay;
                // In WebKit the driver sleeps here too: half a minute, the limit of a script.
                return sleep(call, delay == 30000 ? delay : short, ...rest);
              }};
              window.fetch = (request, ...rest) => {{
                const path = new URL(request.url ?? request, location).pathname;
                asked[path] = (asked[path] ?? 0) + 1;
                return get(request, ...rest);
              }};
            }})();
            </script>
            <script type="module" src="{{cdn}}/key-events.js"></script>{body}"#
        )
    }
}
