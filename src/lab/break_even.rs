//! What a lab's load costs on functions and on servers: where the two meet, from what a run has used so far.

use serde::{Serialize, Serializer};

use super::look::usage_so_far;
use super::run::Run;
use super::spec::LabFunction;
use super::told::{grouped, pretty};
use super::window::Window;
use crate::billing::break_even::{Curve, Meeting, SECONDS_PER_MONTH, Server, per_second};
use crate::billing::{FreeTier, Meter, TooMuch, Usage};
use crate::catalog::Certainty;
use crate::units::{Moment, Money};

/// The comparison: the load as it was measured, and each kind of server beside it.
#[derive(Clone, Debug)]
pub struct BreakEven {
    /// What functions cost against requests a month.
    pub curve: Curve,
    /// What it was measured on.
    pub basis: Basis,
    /// The servers, the cheapest first.
    pub rows: Vec<Row>,
}

/// The load behind the curve.
#[derive(Clone, Debug, Serialize)]
pub struct Basis {
    /// Each function: name, memory, architecture; the name alone if a setting changed on the way.
    pub functions: Vec<String>,
    /// Requests that were charged.
    pub requests: u64,
    /// Requests a second, on average so far.
    pub rps: f64,
    /// Milliseconds that a request is billed for, INIT included, on average.
    pub mean_billed_ms: Option<f64>,
    /// The share of requests that waited for a cold start.
    pub cold_ratio: f64,
    /// Which free allowances are taken off.
    pub free_tier: FreeTier,
}

/// One kind of server.
#[derive(Clone, Debug)]
pub struct Row {
    /// The machines.
    pub server: Server,
    /// Where functions cost as much.
    pub meeting: Meeting,
}

impl BreakEven {
    /// The comparison of a run with some servers. Nothing until a request was charged.
    ///
    /// # Errors
    /// When the usage is beyond what is priced exactly.
    pub fn of(run: &Run, servers: &[Server], free_tier: FreeTier) -> Result<Option<Self>, TooMuch> {
        let (usage, _) = usage_so_far(run);
        let requests = u64::try_from(usage.count(Meter::LambdaRequests)).unwrap_or(0);
        let elapsed = run.now().since(Moment::START);
        let Some(curve) = Curve::of_usage(&usage, requests, elapsed, run.catalog(), free_tier)? else {
            return Ok(None);
        };
        let total = run.measure(&Window::All).total;
        let cold_ratio = total.get("cold_ratio").unwrap_or(0.0);
        let mean_billed_ms = mean_billed_ms(run, &usage, requests);
        let functions = run.spec().functions.iter().map(|function| match (mean_billed_ms, &function.config) {
            (Some(_), config) => format!("{} {} {}", function.name, config.memory, config.architecture),
            (None, _) => function.name.clone(),
        });
        let basis = Basis {
            functions: functions.collect(),
            requests,
            rps: requests as f64 / elapsed.as_secs_f64(),
            mean_billed_ms,
            cold_ratio,
            free_tier,
        };
        let rows = servers.iter().map(|server| Row::new(server.clone(), &curve)).collect();
        Ok(Some(Self { curve, basis, rows }))
    }

    /// The same with so many servers of each kind.
    #[must_use]
    pub fn with_count(&self, count: u32) -> Self {
        let rows = self.rows.iter().map(|row| Row::new(Server { count, ..row.server.clone() }, &self.curve));
        Self { rows: rows.collect(), ..self.clone() }
    }

    /// What functions cost at so many requests a second.
    pub fn functions_at(&self, rps: f64) -> Money {
        self.curve.monthly((rps * SECONDS_PER_MONTH as f64).round().max(0.0) as u64)
    }

    /// What has to be believed for the comparison to hold.
    pub fn assumed(&self) -> Vec<String> {
        let count = self.rows.first().map_or(1, |row| row.server.count);
        let servers = if count == 1 { "one server carries" } else { "the servers given carry" };
        vec![
            format!(
                "{servers} the whole load: given, not measured; the requests at once beside each row say how much that is"
            ),
            format!(
                "every month goes on like these {} requests: their mean time, and {:.2} % cold starts",
                grouped(self.basis.requests),
                self.basis.cold_ratio * 100.0
            ),
            "a month has 730 hours; list prices, without load balancer, address, disk, traffic, or anybody's work"
                .to_owned(),
        ]
    }
}

/// What a request was billed for on average: MB-ms by the memory of its function. Nothing if a setting changed on the
/// way, when nobody can tell which memory they were of.
fn mean_billed_ms(run: &Run, usage: &Usage, requests: u64) -> Option<f64> {
    let deploys = run.measure(&Window::All).total.get("deploys").unwrap_or(0.0);
    if deploys > 0.0 {
        return None;
    }
    let durations =
        [Meter::LambdaX86, Meter::LambdaArm, Meter::LambdaProvisionedX86Used, Meter::LambdaProvisionedArmUsed];
    let of = |function: &LabFunction| {
        let own = usage.of_function(&function.name);
        let mb_ms: i128 = durations.iter().map(|meter| own.count(*meter)).sum();
        mb_ms as f64 / f64::from(function.config.memory.0)
    };
    Some(run.spec().functions.iter().map(of).sum::<f64>() / requests as f64)
}

impl Row {
    fn new(server: Server, curve: &Curve) -> Self {
        let meeting = curve.last_below(server.monthly());
        Self { server, meeting }
    }

    /// The requests a second at which functions cost as much.
    pub fn rps(&self) -> Option<f64> {
        match self.meeting {
            Meeting::At(requests) => Some(per_second(requests)),
            Meeting::Never | Meeting::Beyond => None,
        }
    }

    /// The requests in progress at once there, on average: what the server would have to carry.
    pub fn at_once(&self, basis: &Basis) -> Option<f64> {
        Some(self.rps()? * basis.mean_billed_ms? / 1000.0)
    }
}

// ---- as text and as JSON

/// The document that `coldstart breakeven --json` prints.
#[derive(Serialize)]
struct Document<'a> {
    lab: &'a str,
    load: &'a Basis,
    #[serde(serialize_with = "money")]
    functions_a_month: Money,
    servers: Vec<ServerDocument>,
    assumed: Vec<String>,
}

#[derive(Serialize)]
struct ServerDocument {
    server: String,
    count: u32,
    #[serde(serialize_with = "money")]
    monthly: Money,
    /// `at`, `never` or `beyond`.
    meeting: &'static str,
    requests_a_month: Option<u64>,
    rps: Option<f64>,
    requests_at_once: Option<f64>,
    source: String,
    certainty: Certainty,
}

fn money<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.exact())
}

impl BreakEven {
    /// One JSON document.
    pub fn to_json(&self, lab: &str) -> String {
        let servers = self.rows.iter().map(|row| {
            let (meeting, requests_a_month) = match row.meeting {
                Meeting::At(requests) => ("at", Some(requests)),
                Meeting::Never => ("never", None),
                Meeting::Beyond => ("beyond", None),
            };
            ServerDocument {
                server: row.server.name.clone(),
                count: row.server.count,
                monthly: row.server.monthly(),
                meeting,
                requests_a_month,
                rps: row.rps(),
                requests_at_once: row.at_once(&self.basis),
                source: row.server.source.clone(),
                certainty: row.server.certainty,
            }
        });
        pretty(&Document {
            lab,
            load: &self.basis,
            functions_a_month: self.functions_at(self.basis.rps),
            servers: servers.collect(),
            assumed: self.assumed(),
        })
    }

    /// A page for people.
    pub fn to_text(&self, lab: &str) -> String {
        use std::fmt::Write as _;
        let basis = &self.basis;
        let mut text = format!("Break-even · {lab} · {}\n", basis.functions.join(", "));
        let mean = basis.mean_billed_ms.map_or(String::new(), |ms| format!(", {ms:.1} ms billed each"));
        let _ = writeln!(
            text,
            "{} requests a second{mean}: ${} a month on functions (free tier: {})\n",
            rate(basis.rps),
            self.functions_at(basis.rps).rounded(2),
            basis.free_tier
        );
        let _ = writeln!(
            text,
            "  {:<24} {:>12}  {:>12}  {:>18}  {:>8}  price",
            "always on", "$ a month", "meet at rps", "requests a month", "at once"
        );
        for row in &self.rows {
            let name = if row.server.count == 1 {
                row.server.name.clone()
            } else {
                format!("{} x {}", row.server.count, row.server.name)
            };
            let (rps, requests) = match row.meeting {
                Meeting::At(requests) => (rate(per_second(requests)), grouped(requests)),
                Meeting::Never => ("never".to_owned(), "functions are dearer".to_owned()),
                Meeting::Beyond => ("never".to_owned(), "functions are cheaper".to_owned()),
            };
            let at_once = row.at_once(basis).map_or_else(|| "-".to_owned(), rate);
            let _ = writeln!(
                text,
                "  {name:<24} {:>12}  {rps:>12}  {requests:>18}  {at_once:>8}  {}",
                row.server.monthly().rounded(2),
                row.server.certainty.label()
            );
        }
        let _ = writeln!(text, "\nBelow the meeting point functions cost less, above it the server does.\n\nAssumed");
        for line in self.assumed() {
            let _ = writeln!(text, "  - {line}");
        }
        let _ = writeln!(text, "\nSources");
        let mut seen: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !seen.contains(&row.server.source.as_str()) {
                seen.push(&row.server.source);
                let _ = writeln!(text, "  {}", row.server.source);
            }
        }
        text
    }
}

/// Three figures that count, and no more decimals than say something.
pub fn rate(value: f64) -> String {
    match value {
        value if value >= 100.0 => grouped(value.round() as u64),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::Catalog;
    use crate::lab::{Budget, Detail, LabSpec};

    fn played(load: &str) -> Run {
        let text = format!(
            "[functions.hello]\nruntime = \"modelled\"\nmemory_mb = 512\nmodel = {{ init = \"0ms\", cpu = \"0ms\", wait = \"100ms\" }}\n{load}\n[time]\nduration = \"100s\"\n"
        );
        let (spec, problems) = LabSpec::parse(&text);
        let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
        let mut run = Run::new(Arc::new(spec), 7, Detail::Metrics, Arc::new(Catalog::embedded()));
        let end = run.end();
        run.advance_to(end, &mut Budget::unlimited());
        run
    }

    #[test]
    fn a_lab_of_100_ms_at_512_mb_meets_a_t3_medium_where_the_price_list_says() {
        let run = played("[load]\nshape = \"steady\"\nrps = 5");
        let servers = [Server::named("t3.medium", 1, &Catalog::embedded()).unwrap()];
        let comparison = BreakEven::of(&run, &servers, FreeTier::None).unwrap().unwrap();
        assert_eq!(comparison.rows[0].meeting, Meeting::At(29_388_339));
        let at_once = comparison.rows[0].at_once(&comparison.basis).unwrap();
        assert!((at_once - 1.118).abs() < 0.01, "{at_once}");
        assert!((comparison.basis.rps - 5.0).abs() < 0.1, "{}", comparison.basis.rps);
        let two = comparison.with_count(2);
        assert_eq!(two.rows[0].meeting, Meeting::At(58_776_679));
        let text = two.to_text("hello");
        for words in ["2 x t3.medium", "58,776,679", "22.4", "commonly published", "the servers given carry"] {
            assert!(text.contains(words), "{words} is not in\n{text}");
        }
        let document: serde_json::Value = serde_json::from_str(&two.to_json("hello")).unwrap();
        assert_eq!(document["servers"][0]["requests_a_month"], 58_776_679);
        assert_eq!(document["servers"][0]["monthly"], "60.736");
    }

    #[test]
    fn a_lab_that_nothing_calls_has_no_break_even() {
        let run = played("");
        assert!(BreakEven::of(&run, &[], FreeTier::None).unwrap().is_none());
    }
}
