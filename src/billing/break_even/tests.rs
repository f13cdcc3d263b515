//! Where functions and servers meet, against the published prices.

use super::*;
use crate::billing::{FreeTier, Meter, Usage};
use crate::catalog::{Architecture, Catalog};
use crate::units::{Money, Span};

/// The curve of one request, again and again: memory in MB, time in ms.
fn curve(memory_mb: i128, ms: i128, architecture: Architecture, free_tier: FreeTier) -> Curve {
    let mut usage = Usage::new();
    usage.add(Meter::LambdaRequests, None, 1);
    usage.add_compute("hello", architecture, memory_mb * ms, 0);
    Curve::of_usage(&usage, 1, Span::from_secs(1), &Catalog::embedded(), free_tier).unwrap().unwrap()
}

fn meeting(curve: &Curve, server: &str) -> Meeting {
    curve.last_below(Server::named(server, 1, &Catalog::embedded()).unwrap().monthly())
}

#[test]
fn the_published_prices_meet_at_these_requests_a_month() {
    use Architecture::{Arm64, X86_64};
    for (server, meetings) in [
        ("t3.micro", [24_959_982, 7_347_084, 8_759_966, 2_148_675]),
        ("t3.small", [49_919_965, 14_694_169, 17_519_932, 4_297_350]),
        ("t3.medium", [99_839_931, 29_388_339, 35_039_865, 8_594_700]),
        ("c7g.large", [173_999_880, 51_217_659, 61_067_072, 14_978_745]),
    ] {
        let loads = [(128, 50, X86_64), (512, 100, X86_64), (512, 100, Arm64), (1024, 200, X86_64)];
        for ((memory, ms, architecture), expected) in loads.into_iter().zip(meetings) {
            let curve = curve(memory, ms, architecture, FreeTier::None);
            assert_eq!(meeting(&curve, server), Meeting::At(expected), "{server}, {memory} MB, {ms} ms");
        }
    }
}

#[test]
fn one_request_more_is_dearer_and_that_one_is_not() {
    let curve = curve(512, 100, Architecture::X86_64, FreeTier::None);
    let server = Server::named("t3.medium", 1, &Catalog::embedded()).unwrap().monthly();
    assert_eq!(server.exact(), "30.368");
    assert!(curve.monthly(29_388_339) <= server && curve.monthly(29_388_340) > server);
    assert!((per_second(29_388_339) - 11.18).abs() < 0.01);
}

#[test]
fn several_servers_are_met_so_many_times_later() {
    let curve = curve(512, 100, Architecture::X86_64, FreeTier::None);
    let two = Server::named("t3.medium", 2, &Catalog::embedded()).unwrap();
    assert_eq!(curve.last_below(two.monthly()), Meeting::At(58_776_679));
}

#[test]
fn a_free_tier_moves_the_meeting_and_the_bill_agrees_with_the_invoice() {
    let curve = curve(512, 100, Architecture::X86_64, FreeTier::Always);
    assert_eq!(curve.monthly(1_000_000), Money::ZERO);
    for requests in [1_000_001_u64, 8_000_000, 20_000_000_000, 400_000_000_000] {
        let mut usage = Usage::new();
        usage.add(Meter::LambdaRequests, None, i128::from(requests));
        usage.add(Meter::LambdaX86, None, i128::from(requests) * 512 * 100);
        let invoice = crate::billing::price(&usage, &Catalog::embedded(), FreeTier::Always);
        assert_eq!(curve.monthly(requests), invoice.total, "{requests}");
    }
    assert!(meeting(&curve, "t3.medium") > Meeting::At(29_388_339));
}

#[test]
fn what_costs_by_the_clock_costs_an_idle_month_too() {
    let mut usage = Usage::new();
    usage.add(Meter::LambdaRequests, None, 100);
    // One environment of 1,024 MB kept ready for an hour: 730 of them in a month, 10.95 dollars.
    usage.add(Meter::LambdaProvisionedX86, None, 1_024_000 * 3600);
    let curve =
        Curve::of_usage(&usage, 100, Span::from_secs(3600), &Catalog::embedded(), FreeTier::None).unwrap().unwrap();
    assert_eq!(curve.monthly(0).rounded(2), "10.95");
    assert_eq!(meeting(&curve, "t3.micro"), Meeting::Never);
}

#[test]
fn without_requests_there_is_no_curve() {
    let none = Curve::of_usage(&Usage::new(), 0, Span::from_secs(9), &Catalog::embedded(), FreeTier::None);
    assert!(none.unwrap().is_none());
}

#[test]
fn a_function_that_costs_nothing_is_never_met() {
    let free = Curve::of_usage(&Usage::new(), 7, Span::from_secs(9), &Catalog::embedded(), FreeTier::None);
    assert_eq!(meeting(&free.unwrap().unwrap(), "t3.micro"), Meeting::Beyond);
}

#[test]
fn containers_are_priced_by_their_size_and_unknown_servers_get_advice() {
    let catalog = Catalog::embedded();
    assert_eq!(Server::named("fargate:0.25x0.5", 1, &catalog).unwrap().monthly().rounded(2), "9.01");
    assert_eq!(Server::named("fargate-arm:0.25x0.5", 1, &catalog).unwrap().monthly().rounded(2), "7.21");
    let problem = Server::named("t3.mediun", 1, &catalog).unwrap_err();
    assert_eq!(problem.help.as_deref(), Some("did you mean `t3.medium`?"));
    for wrong in ["fargate", "fargate:x", "fargate:0x1", "fargate:1e9x1", "t3.medium:1x2", ""] {
        assert!(Server::named(wrong, 1, &catalog).is_err(), "{wrong}");
    }
    assert!(Server::named("t3.micro", 0, &catalog).is_err());
    let all = Server::all(&catalog);
    assert!(all.len() >= 12 && all.windows(2).all(|pair| pair[0].monthly_each <= pair[1].monthly_each));
}
