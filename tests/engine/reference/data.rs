//! Reads `tests/data/sim-reference.toml`: what to play, what to expect, how near.

use toml::{Table, Value};

/// The situations with known answers, and where each answer comes from.
const FILE: &str = include_str!("../../data/sim-reference.toml");

/// One situation.
pub struct Scenario {
    pub id: String,
    table: Table,
}

/// Every situation of the file.
pub fn all() -> Vec<Scenario> {
    let file: Table = FILE.parse().expect("the file of scenarios is TOML");
    let scenarios = file["scenario"].as_array().expect("a list of scenarios").iter();
    scenarios
        .map(|scenario| {
            let table = scenario.as_table().expect("a scenario is a table").clone();
            Scenario { id: table["id"].as_str().expect("an id").to_owned(), table }
        })
        .collect()
}

/// The situation of this name.
pub fn scenario(id: &str) -> Scenario {
    all().into_iter().find(|scenario| scenario.id == id).unwrap_or_else(|| panic!("there is no scenario `{id}`"))
}

impl Scenario {
    /// A number of what is to be played; none where the file gives none.
    pub fn given(&self, name: &str) -> Option<f64> {
        self.table["input"].get(name).map(number)
    }

    /// A number that must be there.
    pub fn input(&self, name: &str) -> f64 {
        self.given(name).unwrap_or_else(|| panic!("{}: no input `{name}`", self.id))
    }

    /// A list of numbers that must be there.
    pub fn inputs(&self, name: &str) -> Vec<f64> {
        numbers(self.table["input"].get(name).unwrap_or_else(|| panic!("{}: no input `{name}`", self.id)))
    }

    /// A word of what is to be played.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.table.get(name).or_else(|| self.table["input"].get(name)).and_then(Value::as_str)
    }

    /// The number that must come out.
    pub fn expected(&self, name: &str) -> f64 {
        number(self.table["expect"].get(name).unwrap_or_else(|| panic!("{} expects no `{name}`", self.id)))
    }

    /// The whole number that must come out.
    pub fn count(&self, name: &str) -> u64 {
        self.expected(name) as u64
    }

    /// The whole numbers that must come out.
    pub fn counts(&self, name: &str) -> Vec<u64> {
        let list = self.table["expect"].get(name).unwrap_or_else(|| panic!("{} expects no `{name}`", self.id));
        numbers(list).into_iter().map(|count| count as u64).collect()
    }

    /// The names of all that is expected.
    pub fn expectations(&self) -> Vec<String> {
        self.table["expect"].as_table().expect("a table of expectations").keys().cloned().collect()
    }

    /// For how many requests the tolerances are stated.
    pub fn min_requests(&self) -> u64 {
        number(&self.table["tolerance"]["min_requests"]) as u64
    }

    /// For how many samples of something that is no request the tolerances are stated.
    pub fn given_samples(&self) -> f64 {
        number(&self.table["tolerance"]["samples"])
    }

    /// How far from what is expected a run of that many requests may be, as a share of it: its own tolerance, that of all
    /// averages, or that of the whole scenario.
    pub fn tolerance(&self, name: &str) -> f64 {
        let tolerance = &self.table["tolerance"];
        let averages = ["running", "idle", "instances", "mean_response"].contains(&name);
        let own = tolerance.get(name).or_else(|| tolerance.get("averages").filter(|_| averages));
        let relative =
            own.unwrap_or(tolerance).get("rel").unwrap_or_else(|| panic!("{}: no tolerance for {name}", self.id));
        number(relative)
    }
}

fn number(value: &Value) -> f64 {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}
