//! Protobuf on the wire, as tonic's own codec does it, with buffers that fit what most calls say.

use std::marker::PhantomData;

use prost::Message;
use tonic::codec::{BufferSettings, Codec};
use tonic_prost::{ProstDecoder, ProstEncoder};

/// Set aside twice for each call under way; they grow for what is bigger. tonic's 8 KiB would drive out of the processor's
/// caches what hundreds of calls that wait for the disk come back to.
const BUFFER_BYTES: usize = 1024;
/// Of a stream, so much is gathered before it is sent: tonic's own measure.
const SENT_BYTES: usize = 32 * 1024;

pub(crate) struct Protobuf<T, U>(PhantomData<(T, U)>);

impl<T, U> Default for Protobuf<T, U> {
    fn default() -> Self {
        Protobuf(PhantomData)
    }
}

impl<T, U> Codec for Protobuf<T, U>
where
    T: Message + Send + 'static,
    U: Message + Default + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = ProstEncoder<T>;
    type Decoder = ProstDecoder<U>;

    fn encoder(&mut self) -> Self::Encoder {
        ProstEncoder::new(BufferSettings::new(BUFFER_BYTES, SENT_BYTES))
    }

    fn decoder(&mut self) -> Self::Decoder {
        ProstDecoder::new(BufferSettings::new(BUFFER_BYTES, SENT_BYTES))
    }
}
