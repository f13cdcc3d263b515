//! Times as logs write them.

/// Microseconds since 1970 from `2026-01-01T00:00:03.000Z`, with `T` or a space, with any number of digits after the point,
/// and with or without a zone at the end, which must be UTC: CloudWatch knows no other.
pub fn calendar(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let digits = |from: usize, count: usize| -> Option<u64> {
        let part = bytes.get(from..from + count)?;
        part.iter().try_fold(0_u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
    };
    let is = |place: usize, wanted: &[u8]| bytes.get(place).is_some_and(|byte| wanted.contains(byte));
    if !(is(4, b"-") && is(7, b"-") && is(10, b"T ") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let (year, month, day) = (digits(0, 4)?, digits(5, 2)?, digits(8, 2)?);
    let (hour, minute, second) = (digits(11, 2)?, digits(14, 2)?, digits(17, 2)?);
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60
    {
        return None;
    }
    let mut micros = 0;
    if is(19, b".") {
        let fraction = bytes[20..].iter().take_while(|byte| byte.is_ascii_digit()).take(6);
        let (value, count) = fraction.fold((0, 0), |(sum, count), byte| (sum * 10 + u64::from(byte - b'0'), count + 1));
        micros = value * 10_u64.pow(6 - count);
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    Some(seconds * 1_000_000 + micros)
}

/// Days since 1970 (Howard Hinnant's `days_from_civil`).
const fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year - era * 400;
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_number_of_microseconds() {
        assert_eq!(calendar("1970-01-02T00:00:00Z"), Some(86_400_000_000));
        assert_eq!(calendar("2026-01-01T00:00:03.25Z"), Some(1_767_225_603_250_000));
        assert_eq!(calendar("2026-01-01 00:00:03.123456789"), Some(1_767_225_603_123_456));
        assert_eq!(calendar("2026-01-01T00:00:03.123000+00:00 x"), Some(1_767_225_603_123_000));
        for wrong in
            ["", "2026-01-01", "2026-13-01T00:00:00Z", "1969-01-01T00:00:00Z", "2026/01/01 00:00:00", "……………………"]
        {
            assert_eq!(calendar(wrong), None, "{wrong}");
        }
    }
}
