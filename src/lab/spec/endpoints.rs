//! `[endpoints.NAME]`: addresses outside the cloud that functions of code speak to.

use super::read::{Reader, missing};
use super::schema::section;
use super::tree::Table;
use crate::cloud::EndpointSpec;
use crate::problem::Problem;

/// Endpoints of one lab: more do not fit a head.
const ENDPOINTS_MAX: usize = 20;

/// All endpoints of a lab, in the order of the file.
pub fn read_all(reader: &mut Reader, table: &Table) -> Vec<EndpointSpec> {
    let Some((tables, place)) = table.get("endpoints").and_then(|entry| reader.table_of("endpoints", &entry.node))
    else {
        return Vec::new();
    };
    let mut endpoints: Vec<EndpointSpec> = Vec::new();
    for entry in tables.iter() {
        let Some(node) = reader.table_of(&entry.key, &entry.node) else { continue };
        let reading = reader.open(section("endpoints.NAME"), Some(node), &[]);
        if reading.node("url").is_none() {
            reader.note(missing(&reading, "url"));
        }
        let url = reader.text(&reading, "url").unwrap_or_default();
        if !url.starts_with("https://") && !url.starts_with("http://") && reading.node("url").is_some() {
            let problem = Problem::error(reading.place_of("url"), format!("`{url}` is not an address"));
            reader.note(problem.with_help("write \"https://api.partner.example\""));
        }
        endpoints.push(EndpointSpec {
            name: entry.key.clone(),
            url: url.trim_end_matches('/').to_owned(),
            latency: reader.dist(&reading, "latency").unwrap_or_default(),
            status: reader.count(&reading, "status").unwrap_or(200) as u16,
            body: reader.text(&reading, "body").unwrap_or_else(|| "{}".to_owned()).into(),
            error_rate: reader.ratio(&reading, "error_rate").unwrap_or_default(),
            error_status: reader.count(&reading, "error_status").unwrap_or(503) as u16,
        });
    }
    if endpoints.len() > ENDPOINTS_MAX {
        reader.note(Problem::error(place, format!("a lab has at most {ENDPOINTS_MAX} endpoints")));
        endpoints.truncate(ENDPOINTS_MAX);
    }
    endpoints
}
