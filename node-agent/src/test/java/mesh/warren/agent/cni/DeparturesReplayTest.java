package mesh.warren.agent.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Departures;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import mesh.warren.cni.wire.Sandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments that went while the agent was away. */
@Tag("process")
class DeparturesReplayTest {

    private static final AttachmentId ID = new AttachmentId("c-1", "eth0");

    @TempDir
    Path folder;

    private final RecordingAttachments attachments = new RecordingAttachments();
    private Departures departures;

    @BeforeEach
    void anAgentWasHereBefore() throws Exception {
        try (CniClient before = CniClient.of(folder, attachments)) {
            departures = Departures.beside(before.socket());
        }
    }

    @Test
    void areForgottenBeforeAnythingElseHappens() throws Exception {
        departures.note(ID);
        try (CniClient client = CniClient.of(folder, attachments)) {
            client.call(new Request.Status(1_000));
            assertEquals(List.of("delete " + ID, "status"), attachments.calls);
            assertEquals(List.of(), departures.noted());
        }
    }

    @Test
    void stayNotedWhenForgettingFails() throws Exception {
        departures.note(ID);
        RecordingAttachments failing = new RecordingAttachments() {
            @Override
            public void delete(AttachmentId id, Deadline deadline) throws CniException {
                throw new CniException(ErrorCode.TRY_AGAIN_LATER, "not yet");
            }
        };
        try (CniClient client = CniClient.of(folder, failing)) {
            assertEquals(new Response.Done(), client.call(new Request.Status(1_000)), "and the agent serves");
            assertEquals(List.of(ID), departures.noted());
        }
    }

    @Test
    void aNewAttachmentOfTheSameNameIsNotEndedByAnOldNote() throws Exception {
        try (CniClient client = CniClient.of(folder, attachments)) {
            departures.note(ID);
            Path netns = Files.createFile(folder.resolve("netns"));
            client.call(new Request.Add(new Sandbox(ID, netns.toString(), Optional.empty(), Optional.empty(), Optional.empty(), List.of()), 1_000));
            assertEquals(List.of(), departures.noted());
        }
    }

    @Test
    void filesOfOthersAreLeftAlone() throws Exception {
        Path other = Files.createFile(departures.folder().resolve("README"));
        try (CniClient client = CniClient.of(folder, attachments)) {
            assertEquals(true, Files.exists(other));
            assertEquals(List.of(), attachments.calls);
        }
    }
}
