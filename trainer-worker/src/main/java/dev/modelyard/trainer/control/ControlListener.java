package dev.modelyard.trainer.control;

import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.trainer.run.ActiveRuns;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Passes stops and lost races on to the runs; tombstones end what was asked. */
@ApplicationScoped
public class ControlListener {
    private static final Logger LOG = Logger.getLogger(ControlListener.class);

    private final ActiveRuns active;

    ControlListener(ActiveRuns active) {
        this.active = active;
    }

    @Incoming("job-control")
    void receive(ConsumerRecord<String, String> record) {
        if (record.value() == null) {
            active.forgetControl(record.key());
            return;
        }
        try {
            switch (Json.read(record.value(), JobControl.class)) {
                case JobControl.StopRequested stop -> active.stopRequested(stop);
                case JobControl.Superseded lost -> active.superseded(lost);
                case JobControl.Unknown _ -> LOG.debugf("control of a newer version passed over: %s", record.key());
            }
        } catch (MalformedMessageException e) {
            LOG.errorf("control record %s passed over: %s", record.key(), e.getMessage());
        }
    }
}
