//! Conversion and reciprocity against golden values of `tests/reference/funds.py`.

use kernel::{
    measures::Reciprocity,
    money::{Converted, Rate, convert, places},
};
use proptest::prelude::*;

/// Amount, rate and places of its currency, rate and places of the other; the amount there, and what rounding added.
type Golden = (i64, &'static str, u32, &'static str, u32, i64, i128);

const CONVERSIONS: [Golden; 17] = [
    (25_000_000, "1.1463095238", 2, "0.7308", 2, 39_214_201, -5_747_126_436_781_609),
    (25_000_000, "0.0106", 2, "1.1463095238", 2, 231_177, 346_139_942_451_728_237),
    (1, "2", 2, "1", 2, 2, 0),
    // Ties go to the even neighbour, whatever the sign.
    (1, "1", 2, "2", 2, 0, -500_000_000_000_000_000),
    (3, "1", 2, "2", 2, 2, 500_000_000_000_000_000),
    (5, "1", 2, "2", 2, 2, -500_000_000_000_000_000),
    (-1, "1", 2, "2", 2, 0, 500_000_000_000_000_000),
    (-3, "1", 2, "2", 2, -2, -500_000_000_000_000_000),
    // Currencies of no, two and three decimal places.
    (123_457, "0.0050471405", 0, "0.7308", 2, 85_263, -385_975_437_876_299_945),
    (123_457, "0.7308", 2, "0.0050471405", 0, 178_759, -389_797_054_391_491_578),
    (999_999, "2.3613", 3, "0.0050471405", 0, 467_849, 395_686_329_714_815_745),
    (1_000_005, "0.0000020405", 2, "33.5794252775", 3, 1, 392_333_196_403_081_291),
    (1_000_000_000_000_000, "33.5794252775", 3, "0.7308", 2, 4_594_885_779_625_068, -418_171_866_447_728_516),
    (12_345_678, "0.333333333333333", 2, "0.7", 3, 58_788_943, 142_857_201_646_085_714),
    (7, "1", 0, "8", 0, 1, 125_000_000_000_000_000),
    (4, "1", 0, "8", 0, 0, -500_000_000_000_000_000),
    (12, "1", 0, "8", 0, 2, 500_000_000_000_000_000),
];

#[test]
fn conversions_equal_the_reference() {
    for (minor, from, from_places, to, to_places, there, above) in CONVERSIONS {
        let converted = convert(minor, (rate(from), from_places), (rate(to), to_places));
        assert_eq!(converted, Some(Converted { minor: there, above }), "{minor} at {from} by {to}");
    }
}

#[test]
fn what_leaves_sixty_four_bits_is_not_converted() {
    assert_eq!(convert(i64::MAX, (rate("2"), 2), (rate("1"), 2)), None);
    assert_eq!(convert(i64::MAX, (rate("999999999999999"), 0), (rate("0.00000000000000000001"), 4)), None);
    assert!(convert(i64::MIN, (rate("1"), 2), (rate("2"), 2)).is_some());
}

#[test]
fn a_rate_is_a_number_above_nothing_in_one_way_of_writing() {
    for (text, normal) in [("1.50", "1.5"), ("001", "1"), ("0.0000020405", "0.0000020405"), ("10.0", "10"), ("7", "7")]
    {
        assert_eq!(rate(text).to_string(), normal);
        assert_eq!(rate(text), rate(normal));
    }
    let wrong = ["", "0", "0.000", "-1", "+1", "1e3", "1,5", ".5", "1.", "1.2.3", "NaN", " 1", "1234567890123456"];
    for text in wrong {
        assert_eq!(Rate::parse(text), None, "{text}");
    }
    assert_eq!(Rate::parse("0.000000000000000000001"), None, "21 places");
}

#[test]
fn places_are_those_of_iso_4217() {
    assert_eq!([places("JPY"), places("USD"), places("KWD"), places("ATS")], [Some(0), Some(2), Some(3), None]);
}

#[test]
fn reciprocity_equals_the_reference() {
    let networks: [(&str, Reciprocity, _); 5] = [
        ("chain", Reciprocity::of(4, [(0, 1), (1, 2), (2, 3)]), (3, 0, Some(0), Some(2500), Some(-3333))),
        (
            "pair and two",
            Reciprocity::of(4, [(0, 1), (1, 0), (1, 2), (2, 3), (3, 0)]),
            (5, 2, Some(4000), Some(4167), Some(-286)),
        ),
        (
            "hub",
            Reciprocity::of(5, [(0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (2, 0)]),
            (6, 4, Some(6667), Some(3000), Some(5238)),
        ),
        ("dense", Reciprocity::of(4, all(4).filter(|it| *it != (0, 1))), (11, 10, Some(9091), Some(9167), Some(-909))),
        ("complete", Reciprocity::of(3, all(3)), (6, 6, Some(10_000), Some(10_000), None)),
    ];
    for (name, it, golden) in networks {
        let measured = (it.links, it.answered, it.basis_points(), it.density_basis_points(), it.rho_basis_points());
        assert_eq!(measured, golden, "{name}");
    }
}

/// Who reported contact with whom in two emergencies, as counted of the data of Drabek et al. (1981), "Managing
/// Multiorganizational Emergency Responses": members, links, answered.
#[test]
fn reciprocity_of_two_observed_networks_is_as_published() {
    for (members, links, answered, golden) in [(14, 83, 48, [5783, 4560, 2248]), (25, 186, 114, [6129, 3100, 4390])] {
        let it = Reciprocity { members, links, answered };
        let rho = it.rho_basis_points().and_then(|it| u32::try_from(it).ok());
        assert_eq!([it.basis_points(), it.density_basis_points(), rho], golden.map(Some));
    }
}

#[test]
fn where_there_is_nothing_to_compare_reciprocity_is_undefined() {
    let none = Reciprocity::of::<u8>(3, []);
    assert_eq!((none.basis_points(), none.density_basis_points(), none.rho_basis_points()), (None, Some(0), None));
    let alone = Reciprocity::of(1, [(1, 1)]);
    assert_eq!((alone.links, alone.density_basis_points()), (0, None));
    assert_eq!(Reciprocity::of(2, [(0, 1), (0, 1)]).links, 1, "named twice is one");
}

proptest! {
    /// There and back by the same rates is off by what two roundings can be off.
    #[test]
    fn conversion_there_and_back_stays_near(minor in -1_000_000_000_000_i64..1_000_000_000_000, digits in 1_u64..1_000_000) {
        let (one, other) = ((rate(&format!("{digits}.125")), 2), (rate("1.25"), 2));
        let there = convert(minor, one, other).unwrap();
        let back = convert(there.minor, other, one).unwrap();
        prop_assert!((back.minor - minor).abs() <= 1);
        prop_assert!(there.above.abs() <= 500_000_000_000_000_000);
    }
}

fn all(members: i32) -> impl Iterator<Item = (i32, i32)> {
    (0..members).flat_map(move |from| (0..members).map(move |to| (from, to))).filter(|(from, to)| from != to)
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).expect("a rate")
}
