//! What a log does not tell: whoever runs the lab should know what was assumed.

use super::Findings;
use crate::lab::told::grouped;

impl Findings {
    /// What was read, and what could not be told, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let cold = self.init.count() + self.restore.count();
        let mut notes = vec![format!(
            "{} read, {} of them {}; {} timed out, {} failed",
            counted(self.reports, "invocation"),
            grouped(cold),
            if cold == 1 { "a cold start" } else { "cold starts" },
            self.timeouts,
            self.failures
        )];
        let mut say = |note: String| notes.push(note);
        if self.unreadable > 0 {
            let were = if self.unreadable == 1 { "was" } else { "were" };
            say(format!("{} lacked a field and {were} left away", counted(self.unreadable, "REPORT line")));
        }
        if self.timeless > 0 {
            say(format!(
                "{} had no time, so {} not in the load; export with timestamps",
                counted(self.timeless, "REPORT line"),
                if self.timeless == 1 { "it is" } else { "they are" }
            ));
        }
        let far = self.far_away();
        if far > 0 {
            let are = if far == 1 { "is" } else { "are" };
            say(format!(
                "{} came more than a year after the first one and {are} not in the load",
                counted(far, "request")
            ));
        }
        if self.sizes.len() > 1 {
            let sizes: Vec<String> = self.sizes.iter().map(|(size, count)| format!("{size} MB ({count})")).collect();
            let used = self.memory();
            say(format!(
                "several memory sizes: {}; the lab has {used} MB, and their durations are mixed",
                sizes.join(", ")
            ));
        }
        if self.init.count() == 0 && self.restore.count() == 0 {
            say("no cold start is in the log, so INIT takes no time in the lab".to_owned());
        }
        let exceeded = self.exceeded_inits();
        if exceeded > 0 {
            say(format!(
                "INIT exceeded its limit of 10 s {exceeded} times and was run again inside the first call, whose duration holds it; that is no lazy loading, and the lab does not run it again"
            ));
        }
        if self.restore.count() > 0 {
            say("starts from snapshots: the lab starts environments by INIT and does not restore".to_owned());
        }
        say("computing and waiting: a log has only their sum; all of it is `wait`, so more memory makes nothing faster. Measure the function's CPU time and move that part to `cpu`".to_owned());
        say("time before INIT (placement, download): in no log line, none in the lab; name a `runtime` and `package_mb` to have AWS's".to_owned());
        say("concurrency and throttles: REPORT lines do not tell; the lab has an account of 1,000 and what comes of the load".to_owned());
        say("retries and callers: an event tried again, a queue or a person look alike; each line is one request here"
            .to_owned());
        say("version and alias: REPORT lines name none; several versions are one function here".to_owned());
        say("processor: x86_64 or arm64 is in no line; the bill is x86_64's".to_owned());
        say(self.timeout_note());
        if self.texts > 0 {
            say("thrown errors: a REPORT line of text names only timeouts and processes that ended".to_owned());
        }
        if let Some(runtime) = &self.runtime {
            say(format!("runtime: the log says {runtime}; its start is in `init`, so the lab says `modelled`"));
        }
        notes
    }
}

/// `1 invocation`, `1,200 invocations`.
fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}
