//! A lab played from start to end, without a screen, on several seeds, and its goals judged: how challenges are checked and calibrated.

use std::sync::Arc;

use super::goal::{Goal, Judged};
use super::metrics::Metrics;
use super::run::{Progress, Run, share};
use super::spec::LabSpec;
use super::window::Window;
use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::problem::Problem;
use crate::sim::Budget;

/// A lab being played, in pieces as large as one likes: work can be shown, and left.
#[derive(Clone, Debug)]
pub struct Trial {
    spec: Arc<LabSpec>,
    goals: Vec<Goal>,
    window: Window,
    seeds: Vec<u64>,
    catalog: Arc<Catalog>,
    run: Option<Run>,
    played: Vec<Played>,
}

/// How the goals came out on one seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// The seed.
    pub seed: u64,
    /// Each goal, in order.
    pub judged: Vec<Judged>,
    /// Everything that was measured in the window.
    pub metrics: Metrics,
}

impl Played {
    /// Whether every goal was met.
    pub fn meets(&self) -> bool {
        self.judged.iter().all(|goal| goal.met)
    }
}

/// Plays a lab with some settings changed, to its end, once for each seed.
pub fn trial(
    spec: &LabSpec,
    settings: &[(String, String)],
    goals: &[Goal],
    window: &Window,
    seeds: &[u64],
    catalog: &Arc<Catalog>,
) -> Result<Vec<Played>, Problem> {
    let spec = spec.with(settings.iter().map(|(target, value)| (target.as_str(), value.as_str())))?;
    let mut trial = Trial::new(Arc::new(spec), goals.to_vec(), window.clone(), seeds.to_vec(), Arc::clone(catalog))?;
    while !trial.work(&mut Budget::unlimited()) {}
    Ok(trial.played)
}

impl Trial {
    /// Begins; a lab without an end cannot be played to it.
    pub fn new(
        spec: Arc<LabSpec>,
        goals: Vec<Goal>,
        window: Window,
        seeds: Vec<u64>,
        catalog: Arc<Catalog>,
    ) -> Result<Self, Problem> {
        if spec.duration.is_none() {
            let problem = Problem::error(0..0, "a lab without an end cannot be judged");
            return Err(problem.with_help("give it a duration under [time]"));
        }
        Ok(Self { spec, goals, window, seeds, catalog, run: None, played: Vec::new() })
    }

    /// Plays on as far as the budget goes; whether all seeds are played.
    pub fn work(&mut self, budget: &mut Budget) -> bool {
        while let Some(&seed) = self.seeds.get(self.played.len()) {
            let mut run = self.run.take().unwrap_or_else(|| self.start(seed));
            if run.advance_to(run.end(), budget) == Progress::OutOfBudget {
                self.run = Some(run);
                return false;
            }
            let metrics = run.measure(&self.window);
            let judged = self.goals.iter().map(|goal| goal.judge(&metrics)).collect();
            self.played.push(Played { seed, judged, metrics });
        }
        true
    }

    /// How far it is, 0 to 1.
    pub fn progress(&self) -> f64 {
        let current = self.run.as_ref().map_or(0.0, |run| share(run.now(), run.end()));
        ((self.played.len() as f64 + current) / self.seeds.len().max(1) as f64).clamp(0.0, 1.0)
    }

    /// The seeds that are played.
    pub fn played(&self) -> &[Played] {
        &self.played
    }

    /// Each goal as it came out on the seed where it came out worst.
    pub fn worst(&self) -> Vec<Judged> {
        let of_goal = |goal: usize| {
            let seeds = self.played.iter().map(|played| &played.judged[goal]);
            seeds.min_by(|one, other| one.margin.total_cmp(&other.margin)).cloned()
        };
        (0..self.goals.len()).filter_map(of_goal).collect()
    }

    fn start(&self, seed: u64) -> Run {
        let mut run = Run::new(Arc::clone(&self.spec), seed, Detail::Metrics, Arc::clone(&self.catalog));
        run.plan(&self.window);
        run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BURSTS: &str = "[functions.heavy-init]\nmemory_mb = 512\n[load]\nshape = \"steady+burst\"\nrps = 10\nburst = 100\nevery = \"10m\"\n[time]\nduration = \"21m\"\n";

    fn played(settings: &[(&str, &str)]) -> Vec<Played> {
        let (spec, problems) = LabSpec::parse(BURSTS);
        let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
        let settings: Vec<(String, String)> =
            settings.iter().map(|(target, value)| ((*target).into(), (*value).into())).collect();
        let goals = [Goal::parse("init_ms <= 450").unwrap(), Goal::parse("throttles == 0").unwrap()];
        trial(
            &spec,
            &settings,
            &goals,
            &Window::Last(crate::units::Span::from_secs(900)),
            &[1, 2, 3],
            &LabSpec::catalog(),
        )
        .unwrap()
    }

    #[test]
    fn a_fix_passes_where_the_start_fails_on_each_seed() {
        let met = |settings: &[(&str, &str)]| -> Vec<bool> {
            played(settings).iter().map(|played| played.judged[0].met).collect()
        };
        assert_eq!(met(&[]), [false; 3]);
        assert_eq!(met(&[("lazy_load", "true")]), [true; 3]);
        assert_eq!(met(&[("load.ping_every_s", "300")]), [false; 3]);
    }

    #[test]
    fn pieces_of_work_make_the_same_whole() {
        let (spec, _) = LabSpec::parse(BURSTS);
        let goals = vec![Goal::parse("p99_ms < 900").unwrap()];
        let mut trial = Trial::new(Arc::new(spec.unwrap()), goals, Window::All, vec![7], LabSpec::catalog()).unwrap();
        let mut pieces = 0;
        while !trial.work(&mut Budget::events(1_000)) {
            pieces += 1;
            assert!(trial.progress() < 1.0);
        }
        let mut whole = Trial { played: Vec::new(), run: None, ..trial.clone() };
        assert!(whole.work(&mut Budget::unlimited()) && pieces > 10);
        assert_eq!(trial.played(), whole.played());
    }
}
