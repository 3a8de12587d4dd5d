package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of files that cannot be trained with, before a training is accepted. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class GtsDataIT {
    private static final String TASK = "t";

    private final GtsUser user = GtsUser.fresh();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{nonsense | 行【2】非json格式",
                "[1] | 样本【2】格式错误：不是字典形式",
                "{\"label\":\"x\"} | 样本【2】格式错误：缺少`content`字段",
                "{\"content\":null,\"label\":\"x\"} | 样本【2】格式错误：缺少`content`字段",
                "{\"content\":1,\"label\":\"x\"} | 样本【2】格式错误：`content`字段必须是字符串",
                "{\"content\":\" \",\"label\":\"x\"} | 样本【2】格式错误：`content`字段为空",
                "{\"content\":\"\\u0000\",\"label\":\"x\"} | 样本【2】格式错误：`content`字段为空",
                "{\"content\":\"\\ud800\",\"label\":\"x\"} | 样本【2】格式错误：`content`字段含有不完整的字符",
                "{\"content\":\"a\",\"label\":\"x\\ud800\"} | 样本【2】格式错误：`label`字段含有不完整的字符",
                "{\"content\":\"a\"} | 样本【2】格式错误：缺少`label`字段",
                "{\"content\":\"a\",\"label\":[]} | 样本【2】格式错误：`label`字段必须是字符串",
                "{\"content\":\"a\",\"label\":\"z\"} | 文件【train.json】样本【2】格式错误：标签【z】不在标签数据【labels.json】中"
            })
    void theFirstLineAtFaultIsNamed(String line, String detail) {
        user.prepare(TASK);
        user.upload(TASK, "train.json", "{\"content\":\"a\",\"label\":\"x\"}\n" + line + "\n{also nonsense");

        assertThat(GtsUser.said(user.train(TASK))).isEqualTo("-101 训练数据不存在或者数据格式不合法: \n" + detail);
        assertThat(GtsUser.said(user.status(TASK))).isEqualTo("0 Initialized");
    }

    @Test
    void samplesOfOneLabelTeachNothing() {
        user.prepare(TASK);
        user.upload(TASK, "train.json", "{\"content\":\"a\",\"label\":\"x\"}\n".repeat(3));

        assertThat(GtsUser.said(user.train(TASK))).isEqualTo("-101 训练数据不存在或者数据格式不合法: \ntrain.json的样本只有一个标签");
    }

    @Test
    void eachFileIsCalledByWhatItIsFor() {
        user.prepare(TASK);
        user.upload(TASK, "bad.json", "{");

        assertThat(GtsUser.said(user.train(TASK, Map.of("val_data", "bad.json"))))
                .isEqualTo("-101 验证数据不存在或者数据格式不合法: \n行【1】非json格式");
        assertThat(GtsUser.said(user.train(TASK, Map.of("test_data", "bad.json"))))
                .isEqualTo("-101 测试数据不存在或者数据格式不合法: \n行【1】非json格式");
        assertThat(GtsUser.said(user.train(TASK, Map.of("label_data", "bad.json"))))
                .isEqualTo("-101 标签数据不存在或者数据格式不合法: \n行【1】非json格式");
        assertThat(GtsUser.said(user.train(TASK, Map.of("train_data", "none.json"))))
                .isEqualTo("-101 训练数据不存在或者数据格式不合法: \nnone.json路径不存在");
        assertThat(GtsUser.said(user.train(TASK, Map.of("train_data", "../../etc/passwd"))))
                .isEqualTo("-101 训练数据不存在或者数据格式不合法: \n../../etc/passwd路径不存在");
        assertThat(GtsUser.said(user.train(TASK, Map.of("label_data", ""))))
                .isEqualTo("-101 标签数据不存在或者数据格式不合法: \nlabel_data未指定，路径不存在");
        assertThat(GtsUser.said(user.ask("train", Map.of("task_id", "none")))).isEqualTo("-100 任务id不存在");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 标签描述格式错误：缺少`labels`字段",
                "{\"labels\":\"x\"} | 标签描述格式错误：`labels`字段必须是2到10000个标签的列表",
                "{\"labels\":[\"x\"]} | 标签描述格式错误：`labels`字段必须是2到10000个标签的列表",
                "{\"labels\":[\"x\",\"\\ud800\"]} | 标签描述格式错误：标签必须是1到200个字符的字符串",
                "{\"labels\":[\"x\",[]]} | 标签描述格式错误：标签必须是1到200个字符的字符串",
                "{\"labels\":[\"x\",\"y\",\"x\"]} | 标签描述格式错误：标签【x】重复"
            })
    void aLabelFileSaysWhatIsWrongWithIt(String content, String detail) {
        user.prepare(TASK);
        user.upload(TASK, "labels.json", content);

        assertThat(GtsUser.said(user.train(TASK))).isEqualTo("-101 标签数据不存在或者数据格式不合法: \n" + detail);
    }

    @Test
    void aFileThatIsNotUtf8OrHasNoSamplesOrATooLongLineIsRefused() {
        user.prepare(TASK);
        user.upload(TASK, "gbk.json", "{\"content\":\"甲\"}".getBytes(Charset.forName("GBK")));
        user.upload(TASK, "empty.json", "\n \n");
        user.upload(TASK, "long.json", "{\"content\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(detail("gbk.json")).isEqualTo("行【1】不是UTF-8编码");
        assertThat(detail("empty.json")).isEqualTo("empty.json没有样本");
        assertThat(detail("long.json")).isEqualTo("行【1】超过1048576字节");
    }

    @Test
    void aByteOrderMarkBlankLinesAndLabelsThatAreNumbersAreTaken() {
        user.prepare(TASK);
        String content = "\uFEFF{\"id\":7,\"content\":\"a\",\"label\":0}\r\n\r\n{\"content\":\"b\",\"label\":\"1\"}";
        user.upload(TASK, "train.json", content.getBytes(StandardCharsets.UTF_8));
        user.upload(TASK, "val.json", content);
        user.upload(TASK, "labels.json", "\uFEFF{\n\"labels\": [0, \"1\"]\n}\n");

        assertThat(GtsUser.said(user.train(TASK, Map.of("test_data", "")))).isEqualTo("200 训练调度成功");
    }

    @Test
    void aTestFileWithoutAnyLabelIsLeftOutAndSaidToBe() {
        user.prepare(TASK);
        user.upload(TASK, "test.json", "{\"content\":\"a\"}\n{\"content\":\"b\"}\n");

        JsonNode answer = user.train(TASK);

        assertThat(GtsUser.said(answer)).isEqualTo("200 训练调度成功");
        assertThat(answer.path("detail").asText()).isEqualTo("测试数据没有标签，未用于计算test_acc");
        assertThat(user.status(TASK).path("detail")).isEqualTo(answer.path("detail"));
    }

    @Test
    void aTestFileOfWhichSomeLinesHaveLabelsIsRefused() {
        user.prepare(TASK);
        user.upload(TASK, "test.json", "{\"content\":\"a\"}\n{\"content\":\"b\",\"label\":\"x\"}\n");

        assertThat(GtsUser.said(user.train(TASK))).isEqualTo("-101 测试数据不存在或者数据格式不合法: \n样本【1】格式错误：缺少`label`字段");
    }

    @Test
    void theAdvancedModeNeedsUnlabelledData() {
        user.prepare(TASK);
        user.upload(TASK, "bad.json", "{}");
        user.upload(TASK, "unlabeled.json", "{\"content\":\"a\"}\n{\"content\":\"b\",\"label\":\"\"}");

        assertThat(GtsUser.said(user.train(TASK, Map.of("train_mode", "advanced"))))
                .isEqualTo("-101 高级模式需提供无标签数据");
        assertThat(GtsUser.said(user.train(TASK, Map.of("train_mode", "advanced", "unlabeled_data", "bad.json"))))
                .isEqualTo("-101 无标签数据不存在或者数据格式不合法");
        assertThat(GtsUser.said(user.train(TASK, Map.of("train_mode", "other"))))
                .isEqualTo("-100 不支持的训练模式: other");
        assertThat(GtsUser.said(user.train(TASK, Map.of("train_mode", "advanced", "unlabeled_data", "unlabeled.json"))))
                .isEqualTo("200 训练调度成功");
    }

    @ParameterizedTest
    @ValueSource(strings = {"similarity", "nli"})
    void pairsNeedBothSentencesAndOneOfTheirLabels(String type) {
        user.create(TASK, type);
        user.upload(TASK, "train.json", "{\"sentence1\":\"a\",\"label\":\"1\"}");
        assertThat(GtsUser.said(user.train(TASK))).isEqualTo("-101 训练数据不存在或者数据格式不合法: \n样本【1】格式错误：缺少`sentence2`字段");

        user.upload(TASK, "train.json", "{\"sentence1\":\"a\",\"sentence2\":\"b\",\"label\":\"maybe\"}");

        assertThat(GtsUser.said(user.train(TASK))).contains("标签【maybe】不在标签数据【");
    }

    private String detail(String file) {
        return user.train(TASK, Map.of("train_data", file))
                .path("message")
                .asText()
                .lines()
                .skip(1)
                .findFirst()
                .orElse("");
    }
}
