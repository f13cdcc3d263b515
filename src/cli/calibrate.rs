//! `coldstart run LAB --calibrate`: models of the lab's functions, measured by running their code.

use super::found::{Refusal, told, unusable};
use super::run::RunArgs;
use crate::lab::{Calibration, LabSpec, calibrate, calibrations_json};

/// The models as text or JSON, and whether each could be measured.
pub(super) fn play(lab: &str, spec: &LabSpec, args: &RunArgs) -> Result<(String, bool), Refusal> {
    let seed = args.seed.unwrap_or(spec.seed);
    let measured = calibrate(spec, seed, &LabSpec::catalog()).map_err(|problem| unusable(&told(&problem)))?;
    if measured.is_empty() {
        let help = "a function runs a file with `code = \"functions/hello.js\"`; what `shows` one is a model already";
        return Err(unusable(&format!("no function of {lab} is code\n  help: {help}")));
    }
    let all_ran = measured.iter().all(Calibration::ran);
    if args.json {
        return Ok((calibrations_json(&measured, seed), all_ran));
    }
    let tables: Vec<String> = measured.iter().map(|calibration| calibration.to_toml(seed)).collect();
    Ok((tables.join("\n"), all_ran))
}
