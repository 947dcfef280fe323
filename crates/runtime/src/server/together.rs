//! Answers that are ready together leave together: one write to the socket for all of a connection's, not one for each.

use std::{
    io::{self, IoSlice},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker, ready},
};

use futures::task::AtomicWaker;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    task::yield_now,
};
use tonic::transport::server::Connected;

/// So much is worth a write of its own.
const BYTES_MAX: usize = 8 * 1024;

/// A connection that writes when the tasks that are ready now have run: an answer wakes its connection, and whoever is
/// woken comes first, so it would write each by itself.
pub(super) struct Together<I> {
    io: I,
    turn: Arc<Turn>,
    is_waiting: bool,
}

/// Comes when the thread that serves the connection has nothing else ready, or looks after its sockets.
#[derive(Default)]
struct Turn {
    has_come: AtomicBool,
    connection: AtomicWaker,
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        self.has_come.store(true, Ordering::Release);
        self.connection.wake();
    }
}

impl<I> Together<I> {
    pub(super) fn over(io: I) -> Self {
        Together { io, turn: Arc::default(), is_waiting: false }
    }

    /// Ready at once where there is much to write.
    fn poll_turn(&mut self, cx: &mut Context<'_>, bytes: usize) -> Poll<()> {
        if BYTES_MAX <= bytes {
            return Poll::Ready(());
        }
        // Before it is asked whether the turn has come: it may come meanwhile.
        self.turn.connection.register(cx.waker());
        if self.is_waiting {
            self.is_waiting = !self.turn.has_come.swap(false, Ordering::Acquire);
            return if self.is_waiting { Poll::Pending } else { Poll::Ready(()) };
        }
        self.is_waiting = true;
        let waker = Waker::from(self.turn.clone());
        // It has handed on the waker when it is dropped.
        let _ = pin!(yield_now()).poll(&mut Context::from_waker(&waker));
        Poll::Pending
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Together<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, into)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Together<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_turn(cx, bytes.len()));
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // Several: an answer too long for the buffer, after which nothing is added before it is written.
        if slices.iter().filter(|it| !it.is_empty()).count() <= 1 {
            ready!(self.poll_turn(cx, slices.iter().map(|it| it.len()).sum()));
        }
        Pin::new(&mut self.io).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

impl<I> Connected for Together<I> {
    /// Nobody asks, and every call would carry it.
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tokio::{
        io::AsyncWriteExt,
        sync::{Semaphore, mpsc},
    };

    use super::*;

    /// Every write that reaches it, by itself.
    #[derive(Clone, Default)]
    struct Writes(Arc<Mutex<Vec<Vec<u8>>>>);

    impl AsyncWrite for Writes {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            self.0.lock().unwrap().push(bytes.to_vec());
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn what_tasks_that_are_ready_together_have_to_say_is_written_once() {
        const SAID: usize = 20;
        let writes = Writes::default();
        let (say, mut said) = mpsc::unbounded_channel::<u8>();
        let mut connection = Together::over(writes.clone());
        // As a connection of HTTP/2 does: what there is goes into its buffer, and then the buffer out.
        let connected = tokio::spawn(async move {
            let mut buffer = Vec::new();
            std::future::poll_fn(|cx| {
                loop {
                    let is_over = loop {
                        match said.poll_recv(cx) {
                            Poll::Ready(Some(byte)) => buffer.push(byte),
                            Poll::Ready(None) => break true,
                            Poll::Pending => break false,
                        }
                    };
                    if buffer.is_empty() {
                        return if is_over { Poll::Ready(()) } else { Poll::Pending };
                    }
                    let written = ready!(Pin::new(&mut connection).poll_write(cx, &buffer)).unwrap();
                    buffer.drain(..written);
                }
            })
            .await;
        });
        let together = Arc::new(Semaphore::new(0));
        let speakers: Vec<_> = (0..SAID)
            .map(|place| {
                let (together, say) = (together.clone(), say.clone());
                tokio::spawn(async move {
                    together.acquire().await.unwrap().forget();
                    say.send(place as u8).unwrap();
                })
            })
            .collect();
        drop(say);
        // On the one worker, so that none runs before all are ready.
        tokio::spawn(async move {
            for _ in 0..10 {
                yield_now().await;
            }
            together.add_permits(SAID);
        });
        for speaker in speakers {
            speaker.await.unwrap();
        }
        connected.await.unwrap();
        let writes = writes.0.lock().unwrap();
        let mut all = writes.concat();
        all.sort();
        assert_eq!(all, (0..SAID as u8).collect::<Vec<_>>());
        assert!(writes.len() <= 3, "{} writes", writes.len());
    }

    #[tokio::test]
    async fn much_is_written_at_once_and_nothing_is_lost_between() {
        let writes = Writes::default();
        let mut connection = Together::over(writes.clone());
        let (little, much) = (vec![1; BYTES_MAX - 1], vec![2; BYTES_MAX]);
        let mut cx = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut connection).poll_write(&mut cx, &little).is_pending());
        assert!(Pin::new(&mut connection).poll_write(&mut cx, &much).is_ready());
        connection.write_all(&little).await.unwrap();
        connection.write_all(&much).await.unwrap();
        connection.write_all(&little).await.unwrap();
        assert_eq!(*writes.0.lock().unwrap(), [much.clone(), little.clone(), much, little]);
    }

    #[test]
    fn an_answer_too_long_for_the_buffer_is_written_at_once() {
        let mut connection = Together::over(Writes::default());
        let mut cx = Context::from_waker(Waker::noop());
        let slices = [IoSlice::new(b"what stands in the buffer"), IoSlice::new(b"and what did not fit")];
        assert!(Pin::new(&mut connection).poll_write_vectored(&mut cx, &slices[..1]).is_pending());
        assert!(Pin::new(&mut connection).poll_write_vectored(&mut cx, &slices).is_ready());
    }
}
