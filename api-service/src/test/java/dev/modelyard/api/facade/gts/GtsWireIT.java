package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire, byte for byte: what the original's clients send, and every other form that is taken or refused. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class GtsWireIT {
    private final GtsUser user = GtsUser.fresh();
    private final String token = user.user().token();

    @Inject
    ArtifactStore store;

    /** Paths, bodies and names of the original's own client, with and without the slash that it and its server disagree about. */
    @ParameterizedTest
    @ValueSource(strings = {"/api", "/gts/api"})
    void everyCallOfTheOriginalsClientIsAnswered(String root) throws IOException {
        says(
                RawHttp.postJson(
                        token,
                        root + "/create_task/",
                        "{\"task_name\": \"tnews\", \"task_type\": \"classification\", \"engine_type\": \"qiankunding\"}"),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"task成功创建\",\"task_id\":\"tnews\",\"taskid\":\"tnews\"}");
        says(
                RawHttp.postJson(
                        token, root + "/create_task", "{\"task_name\": \"tnews\", \"task_type\": \"classification\"}"),
                "{\"ret_code\":-100,\"retcode\":-100,\"message\":\"task已经存在\",\"task_id\":\"tnews\",\"taskid\":\"tnews\"}");
        says(
                RawHttp.postNothing(token, root + "/list_task"),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"Success\",\"tasks\":[\"tnews\"]}");
        says(
                RawHttp.postNothing(token, root + "/list_task/"),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"Success\",\"tasks\":[\"tnews\"]}");
        String task = "{\"task_id\": \"tnews\"}";
        says(
                RawHttp.postJson(token, root + "/check_task_status/", task),
                "{\"ret_code\":0,\"retcode\":0,\"message\":\"Initialized\",\"task_id\":\"tnews\",\"taskid\":\"tnews\"}");
        for (String file : List.of("train.json", "val.json", "test.json")) {
            says(
                    RawHttp.postFile(token, root + "/upfiles", "tnews", file, GtsUser.LINES),
                    "{\"ret_code\":200,\"retcode\":200,\"message\":\"上传成功\"}");
        }
        says(
                RawHttp.postFile(token, root + "/upfiles/", "tnews", "labels.json", GtsUser.LABELS),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"上传成功\"}");
        says(
                RawHttp.postJson(
                        token,
                        root + "/train",
                        "{\"task_id\": \"tnews\", \"train_data\": \"train.json\", \"val_data\": \"val.json\", \"test_data\": null,"
                                + " \"label_data\": \"labels.json\", \"unlabeled_data\": null, \"max_len\": 512,"
                                + " \"max_num_epoch\": 1, \"min_num_epoch\": 1, \"seed\": 42, \"gpuid\": 0, \"train_mode\": \"standard\"}"),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"训练调度成功\"}");
        says(
                RawHttp.postJson(token, root + "/check_task_status", task),
                "{\"ret_code\":1,\"retcode\":1,\"message\":\"On Training\",\"task_id\":\"tnews\",\"taskid\":\"tnews\"}");
        says(
                RawHttp.postJson(token, root + "/stop_train/", task),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"终止训练成功\"}");
        says(
                RawHttp.postJson(token, root + "/stop_train", task),
                "{\"ret_code\":-103,\"retcode\":-103,\"message\":\"任务不在训练中\"}");
        says(
                RawHttp.postJson(token, root + "/check_task_status/", task),
                "{\"ret_code\":4,\"retcode\":4,\"message\":\"Train Stopped\",\"task_id\":\"tnews\",\"taskid\":\"tnews\"}");
        code(RawHttp.postJson(token, root + "/start_inference/", task), -100, "推理模型启动失败: ");
        code(RawHttp.postJson(token, root + "/start_inference", task), -100, "推理模型启动失败: ");
        String samples = "{\"task_id\": \"tnews\", \"sentences\": [{\"content\": \"a\"}]}";
        code(RawHttp.postJson(token, root + "/predict/", samples), -100, "未启动推理服务");
        code(RawHttp.postJson(token, root + "/predict", samples), -100, "未启动推理服务");
        code(RawHttp.postJson(token, root + "/inference", samples), -100, "未启动推理服务");
        code(RawHttp.postJson(token, root + "/end_inference/", task), -100, "未启动推理服务");
        code(RawHttp.postJson(token, root + "/end_inference", task), -100, "未启动推理服务");
        says(
                RawHttp.postJson(token, root + "/delete_task/", task),
                "{\"ret_code\":200,\"retcode\":200,\"message\":\"Success\"}");
        says(
                RawHttp.postJson(token, root + "/delete_task", task),
                "{\"ret_code\":-100,\"retcode\":-100,\"message\":\"task id不存在\"}");
    }

    @Test
    void fieldsAreTakenByTheNamesOfTheDocumentToo() throws IOException {
        user.create("t", "classification");
        String form = "--" + RawHttp.BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"filename\"; filename*=utf-8''%E8%AE%AD%E7%BB%83.json\r\n\r\n"
                + GtsUser.LINES + "\r\n--" + RawHttp.BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"taskid\"\r\n\r\nt\r\n--" + RawHttp.BOUNDARY + "--\r\n";

        code(
                RawHttp.post(
                        token,
                        "/api/upfiles",
                        List.of("Content-Type: multipart/form-data; boundary=" + RawHttp.BOUNDARY),
                        form),
                200,
                "上传成功");
        code(RawHttp.postFile(token, "/api/upfiles", "t", "验证.json", GtsUser.LINES), 200, "上传成功");
        code(RawHttp.postJson(token, "/api/check_task_status?a=b", "{\"taskid\": \"t\"}"), 0, "Initialized");
        code(RawHttp.postJson(token, "/api/predict", "{\"taskid\": \"t\", \"samples\": []}"), -100, "未启动推理服务");
        JsonNode train = RawHttp.postJson(
                        token,
                        "/api/train",
                        "{\"taskid\": \"t\", \"train_data\": \"训练.json\", \"val_data\": \"验证.json\"}")
                .json();
        assertThat(train.path("message").asText()).isEqualTo("标签数据不存在或者数据格式不合法: \nlabel_data未指定，路径不存在");
    }

    @Test
    void aTaskWithoutANameIsNamedByItsTypeAndTheTime() {
        String first = user.ask("create_task", Map.of("task_type", "similarity", "task_name", ""))
                .path("task_id")
                .asText();

        assertThat(first).matches("similarity_20[0-9]{12}");
        assertThat(user.ask("list_task", Map.of()).path("tasks").path(0).asText())
                .isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "ie, bagualu, 不支持的任务类型: ie",
        "summary, bagualu, 不支持的任务类型: summary",
        "'', qiankunding, '不支持的任务类型: '",
        "nli, other, 不支持的引擎类型: other"
    })
    void whatCannotBeTrainedHereIsNotCreated(String type, String engine, String message) {
        JsonNode answer = user.ask("create_task", Map.of("task_name", "t", "task_type", type, "engine_type", engine));

        assertThat(GtsUser.said(answer)).isEqualTo("-100 " + message);
        assertThat(user.ask("list_task", Map.of()).path("tasks")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\tb", "nul\u0000nul"})
    void aNameThatIsNoneIsRefused(String name) {
        JsonNode answer = user.ask("create_task", Map.of("task_name", name + " ", "task_type", "nli"));

        assertThat(GtsUser.said(answer)).startsWith("-100 任务名称不合法");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create_task | | {\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]}",
                "check_task_status | {} | {\"detail\":[{\"loc\":[\"body\",\"task_id\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]}",
                "create_task | [1] | {\"detail\":[{\"loc\":[\"body\"],\"msg\":\"value is not a valid dict\",\"type\":\"type_error.dict\"}]}",
                "create_task | {\"task_name\":[]} | {\"detail\":[{\"loc\":[\"body\",\"task_name\"],\"msg\":\"str type expected\",\"type\":\"type_error.str\"}]}",
                "train | {\"task_id\":{},\"seed\":\"x\",\"max_len\":[]} | {\"detail\":[{\"loc\":[\"body\",\"task_id\"],\"msg\":\"str type expected\",\"type\":\"type_error.str\"},{\"loc\":[\"body\",\"seed\"],\"msg\":\"value is not a valid integer\",\"type\":\"type_error.integer\"},{\"loc\":[\"body\",\"max_len\"],\"msg\":\"value is not a valid integer\",\"type\":\"type_error.integer\"}]}",
                "predict | {\"task_id\":\"t\",\"sentences\":{}} | {\"detail\":[{\"loc\":[\"body\",\"sentences\"],\"msg\":\"value is not a valid list\",\"type\":\"type_error.list\"}]}",
                "predict | {\"task_id\":\"t\"} | {\"detail\":[{\"loc\":[\"body\",\"sentences\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]}",
                "upfiles | {} | {\"detail\":[{\"loc\":[\"body\",\"files\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"},{\"loc\":[\"body\",\"task_id\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]}"
            })
    void aBodyOfAnotherShapeIsUnprocessable(String method, String body, String answer) throws IOException {
        RawHttp.Answer said = RawHttp.postJson(token, "/api/" + method, body == null ? "" : body);

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json()).isEqualTo(GtsUser.tree(answer.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aBodyThatIsNotJsonIsUnprocessable() throws IOException {
        RawHttp.Answer said = RawHttp.postJson(token, "/api/stop_train", "{\"task_id\": ");

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().at("/detail/0/type").asText()).isEqualTo("value_error.jsondecode");
        assertThat(said.json().at("/detail/0/loc/0").asText()).isEqualTo("body");
    }

    @Test
    void numbersAreTextsAndTextsNumbersWhereThatMakesSense() throws IOException {
        code(
                RawHttp.postJson(token, "/api/create_task", "{\"task_name\":3,\"task_type\":\"nli\",\"more\":{}}"),
                200,
                "task成功创建");
        assertThat(user.ask("list_task", Map.of()).path("tasks").path(0)).hasToString("\"3\"");
        code(
                RawHttp.postJson(token, "/api/train", "{\"task_id\":3,\"gpuid\":\"1\",\"max_num_epoch\":\"0\"}"),
                -100,
                "max_num_epoch必须在1到10000之间");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800"})
    void charactersThatCannotBeStoredAreInNoName(String character) throws IOException {
        String id = "{\"task_id\":\"a" + character + "\"}";

        assertThat(RawHttp.postJson(
                                token,
                                "/api/create_task",
                                "{\"task_name\":\"a" + character + "\",\"task_type\":\"nli\"}")
                        .json()
                        .path("ret_code")
                        .asInt())
                .isEqualTo(-100);
        code(RawHttp.postJson(token, "/api/check_task_status", id), -100, "任务不存在");
        code(RawHttp.postJson(token, "/api/delete_task", id), -100, "task id不存在");
        assertThat(user.ask("list_task", Map.of()).path("tasks")).isEmpty();
    }

    /** What {@code curl -d} sends, and who says nothing of the type at all. */
    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "application/json; charset=utf-8"})
    void aBodyIsJsonWhateverItsTypeSays(String type) throws IOException {
        code(
                RawHttp.post(token, "/api/check_task_status", List.of("Content-Type: " + type), "{\"task_id\":\"t\"}"),
                -100,
                "任务不存在");
        code(RawHttp.post(token, "/api/check_task_status", List.of(), "{\"task_id\":\"t\"}"), -100, "任务不存在");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/b",
                "/etc/passwd",
                "a\\\\b",
                "..",
                ".",
                "",
                "  ",
                "nul\u0000",
                "line\u0001",
                "rtl\u202E.json",
                "long"
            })
    void aFileNameThatLeadsAnywhereIsRefusedAndNothingIsKept(String name) throws IOException {
        user.create("t", "classification");
        String given = name.equals("long") ? "x".repeat(256) : name;

        RawHttp.Answer answer = RawHttp.postFile(token, "/api/upfiles", "t", given, "content ".repeat(100_000));

        code(answer, -100, "上传失败: 文件名");
        assertThat(user.user().call().get("/v1/usage").<Integer>path("stored_bytes.used"))
                .isZero();
    }

    @Test
    void filesForNoTaskAreNotKept() throws IOException {
        int before = store.list(StoreLayout.FACADES).size();
        String form = "--" + RawHttp.BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\ncontent\r\n--"
                + RawHttp.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"task_id\"\r\n\r\nnone\r\n--"
                + RawHttp.BOUNDARY + "--\r\n";

        code(
                RawHttp.post(
                        token,
                        "/api/upfiles",
                        List.of("Content-Type: multipart/form-data; boundary=" + RawHttp.BOUNDARY),
                        form),
                -100,
                "task id不存在");
        code(RawHttp.postFile(token, "/api/upfiles", "none", "a", "b"), -100, "task id不存在");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.list(StoreLayout.FACADES).size() == before);
    }

    @Test
    void aLaterFileTakesThePlaceOfOneOfItsNameAndBothAreCountedOnce() {
        user.create("t", "classification");
        user.upload("t", "a", "x".repeat(1000));
        user.upload("t", "a", "x".repeat(10));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> user.user().call().get("/v1/usage").<Integer>path("stored_bytes.used") == 10);
    }

    @Test
    void anUploadBeyondTheQuotaIsRefusedInTheWordsOfThisApi() {
        user.create("t", "classification");
        new GtsUser(ApiUser.admin())
                .user()
                .send(Map.of("stored_bytes", 100))
                .put("/v1/quotas/" + user.user().name())
                .then()
                .statusCode(200);

        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        GtsUser.said(user.upload("t", "a", "x".repeat(100_000))))
                .startsWith("-100 上传失败: "));
    }

    @Test
    void whoSendsNoCredentialsOrWrongOnesIsToldSoInThisShape() throws IOException {
        for (String path : List.of("/api/list_task", "/gts/api/list_task/", "/api/upfiles")) {
            RawHttp.Answer nobody = RawHttp.postNothing("", path);
            RawHttp.Answer wrong = RawHttp.postNothing("nonsense", path);

            for (RawHttp.Answer answer : List.of(nobody, wrong)) {
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.json().path("ret_code").asInt()).isEqualTo(401);
                assertThat(answer.json().path("message").asText()).isNotEmpty();
                assertThat(answer.headers()).anyMatch(line -> line.startsWith("Content-Type: application/json"));
            }
        }
    }

    @Test
    void errorsBeforeAnyMethodHaveThisShapeToo() throws IOException {
        RawHttp.Answer nowhere = RawHttp.postNothing(token, "/gts/api/nothing");
        RawHttp.Answer method = RawHttp.send(
                "GET /api/list_task HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n", new byte[0]);
        RawHttp.Answer large =
                RawHttp.postJson(token, "/api/create_task", "{\"task_name\":\"" + "x".repeat(17 << 20) + "\"}");

        for (String path : List.of("/gts/api/%7Bx%7D/", "/gts/api/a%2Fb/?q=%7By%7D")) {
            RawHttp.Answer odd = RawHttp.postNothing(token, path);
            assertThat(odd.status()).as(path).isEqualTo(404);
            assertThat(odd.json().path("ret_code").asInt()).as(path).isEqualTo(404);
        }
        RawHttp.Answer type = RawHttp.post(token, "/api/train", List.of("Content-Type: nonsense"), "{}");

        assertThat(type.status()).isEqualTo(415);
        assertThat(type.json().path("ret_code").asInt()).isEqualTo(415);
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.json().path("ret_code").asInt()).isEqualTo(404);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.json().path("ret_code").asInt()).isEqualTo(405);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().path("ret_code").asInt()).isEqualTo(413);
    }

    @Test
    void pathsOfNobodyKeepTheShapeOfThePlatform() throws IOException {
        assertThat(RawHttp.postNothing(token, "/api/nothing")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not_found");
        assertThat(RawHttp.postNothing(token, "/gts/apix").json().path("code").asText())
                .isEqualTo("not_found");
    }

    private static void says(RawHttp.Answer answer, String body) {
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).anyMatch(line -> line.startsWith("Content-Type: application/json"));
    }

    private static void code(RawHttp.Answer answer, int code, String message) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("ret_code").asInt()).as(answer.text()).isEqualTo(code);
        assertThat(answer.json().path("message").asText()).startsWith(message);
    }
}
