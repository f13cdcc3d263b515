//! `coldstart run --sweep`: the same traffic with each value of a setting.

use std::sync::Arc;

use super::found::{Refusal, stopped, told, unusable};
use super::run::RunArgs;
use crate::edge::work_through;
use crate::lab::sweep::{Axis, Choice, Sweep};
use crate::lab::{LabSpec, Score};
use crate::problem::Problem;

/// Settings a table and a chart can vary at once.
const AXES_MAX: usize = 2;

/// The table of a sweep, and whether some point keeps the bound that was asked for.
pub(super) fn play(lab: &str, spec: &Arc<LabSpec>, args: &RunArgs) -> Result<(String, bool), Refusal> {
    if args.sweep.len() > AXES_MAX {
        return Err(unusable("--sweep varies one setting or two; leave the others to --set"));
    }
    let refused = |problem: Problem| unusable(&told(&problem));
    let axis = |text: &String| {
        let problem =
            |problem: Problem| Problem { message: format!("`--sweep {text}`: {}", problem.message), ..problem };
        Axis::parse(text, spec).map_err(problem)
    };
    let axes = args.sweep.iter().map(axis).collect::<Result<_, _>>().map_err(refused)?;
    let under = args.under.iter().map(String::as_str);
    let choice = Choice::parse(args.best.as_deref(), under, spec).map_err(refused)?;
    let seed = args.seed.unwrap_or(spec.seed);
    let whole = Score::whole(Arc::clone(spec), seed, LabSpec::catalog());
    let score =
        whole.ok_or_else(|| unusable("this lab has no end of its own; say how long to play it, as in `--for 10m`"))?;
    let score = Score { commands: super::run::in_order(&args.at, spec)?, ..score };
    let sweep = Sweep::new(score, axes, choice).map_err(refused)?;
    let points = sweep.played().1;
    let table = work_through(sweep, &format!("{points} points")).ok_or_else(stopped)?.map_err(refused)?;
    let text = match (args.json, args.csv) {
        (true, _) => table.to_json(lab),
        (_, true) => table.to_csv(),
        _ => table.to_text(lab),
    };
    Ok((text, args.under.is_empty() || table.best.is_some()))
}
