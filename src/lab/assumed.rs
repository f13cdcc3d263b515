//! What a run assumes because no provider publishes it: the model values, under every figure that leans on them.

use std::fmt::Write as _;

use serde::Serialize;

use super::run::Run;
use crate::units::FunctionId;

/// A value that nobody publishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelValue {
    /// The functions it is assumed of.
    pub functions: Vec<String>,
    /// Of what.
    pub what: String,
    /// Which value.
    pub value: String,
    /// Why that one.
    pub why: String,
}

/// What the world assumes, and what the samples do; equal rows of several functions are one.
pub fn model_values(run: &Run) -> Vec<ModelValue> {
    let mut rows: Vec<ModelValue> = Vec::new();
    for (place, function) in run.spec().functions.iter().enumerate() {
        let notes = run.world().model_notes(FunctionId(place as u16));
        let notes = notes.into_iter().map(|note| (note.what.to_owned(), note.value, note.why.to_owned()));
        for (what, value, why) in notes.chain(function.sample_note()) {
            match rows.iter_mut().find(|row| (&row.what, &row.value, &row.why) == (&what, &value, &why)) {
                Some(row) => row.functions.push(function.name.clone()),
                None => rows.push(ModelValue { functions: vec![function.name.clone()], what, value, why }),
            }
        }
    }
    rows
}

/// Adds the values of another run, those that are known left out.
pub fn merge(rows: &mut Vec<ModelValue>, others: Vec<ModelValue>) {
    for other in others {
        if !rows.contains(&other) {
            rows.push(other);
        }
    }
}

/// The model values, for people; `functions` is how many the lab has.
pub fn told(rows: &[ModelValue], functions: usize) -> String {
    let mut text = "\nModel values: nobody publishes these\n".to_owned();
    for row in rows {
        let whose =
            if row.functions.len() < functions { format!("{}: ", row.functions.join(", ")) } else { String::new() };
        let _ = writeln!(text, "  {:<18} {whose}{}", row.what, row.value);
        let _ = writeln!(text, "  {:<18}   {}", "", row.why);
    }
    text
}
