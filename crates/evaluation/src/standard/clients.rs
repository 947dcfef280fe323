//! Whether clients stay, and are treated well.

use contract::evaluation::{Direction, OverPeriods, StandardTopic};

use super::{NUMBER, PART_OF_PEOPLE, RATIO, Standard};

pub(super) const ALL: &[Standard] = &[
    Standard {
        id: "client-retention",
        topic: StandardTopic::Clients,
        title: "Client retention",
        formula: "Clients of the first day who still are clients on the last / clients of the first day",
        iris_id: "PI9319",
        ..PART_OF_PEOPLE
    },
    Standard {
        id: "borrowers-per-loan-officer",
        topic: StandardTopic::Clients,
        title: "Borrowers per loan officer",
        formula: "Active borrowers / loan officers, both on the last day: more is not always better, for it leaves less time for each",
        unit: "people per officer",
        numerator_counts_people: true,
        iris_id: "PI9250, OI2818",
        ..RATIO
    },
    Standard {
        id: "complaints",
        topic: StandardTopic::Clients,
        title: "Complaints",
        formula: "Complaints of clients registered in the period, by whatever way they came; none may mean that nobody dares",
        unit: "complaints",
        direction: Direction::Falling,
        over_periods: OverPeriods::Sum,
        iris_id: "PI2197",
        ..NUMBER
    },
    Standard {
        id: "complaint-ratio",
        topic: StandardTopic::Clients,
        title: "Complaints per client",
        formula: "Complaints of clients registered in the period / active clients on its last day",
        unit: "complaints per person",
        direction: Direction::Falling,
        over_periods: OverPeriods::Sum,
        denominator_counts_people: true,
        iris_id: "PI5216",
        ..RATIO
    },
    Standard {
        id: "client-satisfaction",
        topic: StandardTopic::Clients,
        title: "Satisfied clients",
        formula: "Clients asked who say that they are satisfied / clients asked; say how they were chosen",
        iris_id: "PI7163",
        ..PART_OF_PEOPLE
    },
];
