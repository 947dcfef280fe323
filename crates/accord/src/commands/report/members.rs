//! Who they are.

use contract::partners::Partnership;

use crate::{
    output::{Rows, words},
    report::{Figure, Section},
};

pub(super) fn section(partnership: &Partnership) -> Section {
    let mut rows = Rows::new(&["partner", "roles", "standing", "charter_accepted"]);
    for member in &partnership.members {
        let roles = member.roles().map(|it| words(it.as_str_name(), "MEMBER_ROLE_"));
        let accepted = if member.accepted_version == 0 {
            "not yet".to_owned()
        } else {
            format!("version {}", member.accepted_version)
        };
        rows.push([
            member.name.clone(),
            roles.collect::<Vec<_>>().join(", "),
            words(member.standing().as_str_name(), "STANDING_"),
            accepted,
        ]);
    }
    Section::new("Members")
        .says("Each has one voice, whatever it funds.")
        .shows(Figure::table("Members and their roles", rows))
}
