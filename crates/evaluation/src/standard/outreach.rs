//! Whom a service reaches, and how far down.

use contract::evaluation::{Direction, OverPartners, OverPeriods, StandardTopic};

use super::{NUMBER, PART_OF_PEOPLE, PEOPLE, RATIO, Standard};

const REACHED: Standard = Standard { topic: StandardTopic::Outreach, ..PEOPLE };
const PART: Standard = Standard { topic: StandardTopic::Outreach, ..PART_OF_PEOPLE };
const COUNTED: Standard = Standard { topic: StandardTopic::Outreach, ..NUMBER };

pub(super) const ALL: &[Standard] = &[
    Standard {
        id: "active-clients",
        title: "Active clients",
        formula: "People with at least one product in use on the last day, each once however many products",
        iris_id: "PI9327",
        ..REACHED
    },
    Standard {
        id: "active-borrowers",
        title: "Active borrowers",
        formula: "People with a loan outstanding on the last day, each once however many loans",
        ..REACHED
    },
    Standard {
        id: "active-savers",
        title: "Active savers",
        formula: "People with money on a voluntary savings account on the last day, each once",
        ..REACHED
    },
    Standard {
        id: "clients-served",
        title: "Clients served",
        formula: "People served at any time in the period, each once; those of two periods are not added, for many are the same",
        over_periods: OverPeriods::None,
        iris_id: "PI4060",
        ..REACHED
    },
    Standard {
        id: "new-clients",
        title: "New clients",
        formula: "People served in the period who never were before",
        over_periods: OverPeriods::Sum,
        iris_id: "PI8732",
        ..REACHED
    },
    Standard {
        id: "new-access",
        title: "People with access for the first time",
        formula: "New clients in the period who had no such service from anybody before",
        over_periods: OverPeriods::Sum,
        iris_id: "PI2822",
        ..REACHED
    },
    Standard {
        id: "women-share",
        title: "Women among clients",
        formula: "Women among active clients / active clients, both on the last day",
        iris_id: "PI8330, PI9327",
        ..PART
    },
    Standard {
        id: "rural-share",
        title: "Rural clients",
        formula: "Active clients who live in rural places / active clients, both on the last day; say by which definition of rural",
        iris_id: "PI1190, PI9327",
        ..PART
    },
    Standard {
        id: "low-income-share",
        title: "Clients of low income",
        formula: "Active clients below the poverty line that is named / active clients, both on the last day",
        iris_id: "PI7098, PI9327",
        ..PART
    },
    Standard {
        id: "smallholders",
        title: "Smallholder clients",
        formula: "Active clients who farm on a small scale, by a limit that is named, on the last day",
        iris_id: "PI6372",
        ..REACHED
    },
    Standard {
        id: "loans-outstanding",
        title: "Loans outstanding",
        formula: "Number of loans with a balance on the last day; a person may have several",
        unit: "loans",
        iris_id: "PI1478",
        ..COUNTED
    },
    Standard {
        id: "average-loan-balance",
        title: "Average loan balance per borrower",
        formula: "Value of loans outstanding / active borrowers, both on the last day; smaller is a hint of reaching poorer people, no proof",
        unit: "currency per person",
        direction: Direction::Falling,
        denominator_counts_people: true,
        topic: StandardTopic::Outreach,
        iris_id: "PI7569",
        ..RATIO
    },
    Standard {
        id: "average-loan-disbursed",
        title: "Average loan disbursed",
        formula: "Value of loans disbursed / number of loans disbursed, both in the period",
        unit: "currency per loan",
        direction: Direction::Falling,
        over_periods: OverPeriods::Sum,
        topic: StandardTopic::Outreach,
        iris_id: "PI5160",
        ..RATIO
    },
    Standard {
        id: "depth-of-outreach",
        title: "Depth of outreach",
        formula: "Average loan balance per borrower / gross national income per person, both of one currency and one year; not added up over countries",
        direction: Direction::Falling,
        over_partners: OverPartners::None,
        topic: StandardTopic::Outreach,
        ..RATIO
    },
    Standard {
        id: "savings-balance",
        title: "Voluntary savings",
        formula: "Value of all voluntary savings accounts on the last day",
        iris_id: "PI3240",
        ..COUNTED
    },
    Standard {
        id: "savings-accounts",
        title: "Voluntary savings accounts",
        formula: "Number of voluntary savings accounts with money on them on the last day; a person may have several",
        unit: "accounts",
        iris_id: "PI6439",
        ..COUNTED
    },
    Standard {
        id: "jobs-in-financed-enterprises",
        title: "Jobs in financed enterprises",
        formula: "Full-time jobs, or part-time ones that make up one, in the enterprises financed, on the last day",
        unit: "jobs",
        iris_id: "PI4874",
        ..COUNTED
    },
];
