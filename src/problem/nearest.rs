//! "Did you mean": the known name nearest to what was written.

/// The known name closest to `written`, if any is close enough to be what was meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_none() {
        let known = ["memory_mb", "timeout_s", "runtime"];
        assert_eq!(nearest("memroy_mb", known), Some("memory_mb"));
        assert_eq!(nearest("Timeout_s", known), Some("timeout_s"));
        assert_eq!(nearest("colour", known), None);
    }
}
