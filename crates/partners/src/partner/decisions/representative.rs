//! Who speaks for an organisation: persons as opaque ids, and how they are reached, sealed so that it can be forgotten.

use contract::{
    common::Sealed,
    partners::{AppointRepresentative, Contact, ContactErased, EraseContact, RepresentativeAppointed},
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{rejection::Rejection, state::Partner},
    own,
};
use crate::sealing::{self, WritingKey, Written};

const PHONE_DIGITS_MIN: usize = 5;

/// The keys for how the two are reached, where that is said.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ContactKeys {
    pub person: Option<WritingKey>,
    pub deputy: Option<WritingKey>,
}

/// What an invalid contact is called in a request.
struct Fields {
    name: &'static str,
    email: &'static str,
    phone: &'static str,
}

const PERSON: Fields = Fields { name: "contact.name", email: "contact.email", phone: "contact.phone" };
const DEPUTY: Fields =
    Fields { name: "deputy_contact.name", email: "deputy_contact.email", phone: "deputy_contact.phone" };

impl Decide<AppointRepresentative> for Partner {
    type Known = ContactKeys;

    fn target(command: &AppointRepresentative) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &AppointRepresentative, keys: &ContactKeys, context: &Context) -> Decision<Self> {
        own(&command.partner_id, context)?;
        let appointed = appointed(command)?;
        let contact = contact(&PERSON, command.contact.as_ref())?;
        let deputy_contact = self::contact(&DEPUTY, command.deputy_contact.as_ref())?;
        let is_same = self.registered()?.representative.as_ref().is_some_and(|had| {
            RepresentativeAppointed { contact: None, deputy_contact: None, ..had.clone() } == appointed
                && says(had.contact.as_ref(), contact, keys.person.as_ref())
                && says(had.deputy_contact.as_ref(), deputy_contact, keys.deputy.as_ref())
        });
        let sealed = |contact: Option<&Contact>, key: &Option<WritingKey>| {
            let key = key.as_ref()?;
            Some(sealing::seal(&key.key, &key.key_id, &[], contact?, context))
        };
        match is_same {
            true => Ok(vec![]),
            false => Ok(vec![
                RepresentativeAppointed {
                    contact: sealed(contact, &keys.person),
                    deputy_contact: sealed(deputy_contact, &keys.deputy),
                    ..appointed
                }
                .into(),
            ]),
        }
    }
}

impl Decide<EraseContact> for Partner {
    type Known = Written;

    fn target(command: &EraseContact) -> (&str, &str) {
        ("", &command.partner_id)
    }

    fn decide(&self, command: &EraseContact, written: &Written, context: &Context) -> Decision<Self> {
        let EraseContact { command_id: _, validate_only: _, partner_id, person, reason } = command;
        own(partner_id, context)?;
        let reason = parse::filled("reason", reason)?.to_owned();
        let registered = self.registered()?;
        match written {
            Written::Nothing => Err(Rejection::NoContact { person: person.clone() }),
            Written::TakenOut => Ok(vec![]),
            Written::Kept { key_id } if registered.erased.contains(key_id) => Ok(vec![]),
            Written::Kept { key_id } => Ok(vec![
                ContactErased {
                    partner_id: partner_id.clone(),
                    person: person.clone(),
                    reason,
                    key_id: key_id.clone(),
                    erased_by: context.partner.clone(),
                }
                .into(),
            ]),
        }
    }
}

fn appointed(command: &AppointRepresentative) -> Result<RepresentativeAppointed, Invalid> {
    let AppointRepresentative {
        command_id: _,
        validate_only: _,
        partner_id,
        person,
        deputy,
        starts_on,
        contact: _,
        deputy_contact,
    } = command;
    let person = opaque("person", parse::filled("person", person)?)?;
    let deputy = opaque("deputy", deputy)?;
    if person == deputy {
        return Err(Invalid::new("deputy", "is the representative: nobody stands in for itself"));
    }
    if deputy.is_empty() && deputy_contact.is_some() {
        return Err(Invalid::new("deputy_contact", "is given, and nobody stands in: name the deputy or leave it out"));
    }
    Ok(RepresentativeAppointed {
        partner_id: partner_id.clone(),
        person,
        deputy,
        starts_on: parse::date("starts_on", starts_on)?.to_string(),
        contact: None,
        deputy_contact: None,
    })
}

/// What could be a name or an address does not enter the record unsealed, which is for ever and for all to read.
fn opaque(field: &'static str, id: &str) -> Result<String, Invalid> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    match id.chars().all(is_plain) {
        true => Ok(id.to_owned()),
        false => Err(Invalid::new(field, "must be an opaque id of letters, digits, dots, hyphens and underscores")),
    }
}

/// How somebody is reached, if that is said: a name, and an address or a number.
fn contact<'c>(fields: &Fields, given: Option<&'c Contact>) -> Result<Option<&'c Contact>, Invalid> {
    let Some(contact) = given else { return Ok(None) };
    let Contact { name, email, phone } = contact;
    parse::filled(fields.name, name)?;
    let is_email = |it: &str| {
        !it.contains(char::is_whitespace)
            && it.split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty() && !at.contains('@'))
    };
    let is_phone = |it: &str| {
        PHONE_DIGITS_MIN <= it.chars().filter(char::is_ascii_digit).count()
            && it.chars().all(|it| it.is_ascii_digit() || matches!(it, '+' | ' ' | '-' | '(' | ')' | '/'))
    };
    match () {
        () if !email.is_empty() && !is_email(email) => {
            Err(Invalid::new(fields.email, "is not an e-mail address such as office@example.org"))
        }
        () if !phone.is_empty() && !is_phone(phone) => {
            Err(Invalid::new(fields.phone, "is not a telephone number such as +254 20 1234567"))
        }
        () if email.is_empty() && phone.is_empty() => {
            Err(Invalid::new(fields.email, "is missing, as is the phone number: give at least one of them"))
        }
        () => Ok(given),
    }
}

/// Whether what is sealed says the same.
fn says(sealed: Option<&Sealed>, contact: Option<&Contact>, key: Option<&WritingKey>) -> bool {
    match (sealed, contact, key) {
        (None, None, _) => true,
        (Some(sealed), Some(contact), Some(key)) => {
            sealing::open::<Contact>(&key.key, sealed).is_some_and(|it| it == *contact)
        }
        _ => false,
    }
}
