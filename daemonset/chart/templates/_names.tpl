{{- /* What several templates say: labels, images, and what all pods of Warren have in common. */ -}}

{{- define "warren.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: warren
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- define "warren.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: warren
{{- end }}

{{- define "warren.image" -}}
{{ .root.Values.image.registry }}/warren/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- /* Labels of a pod of Warren's: Warren never routes its own. */ -}}
{{- define "warren.podLabels" -}}
{{ include "warren.labels" . }}
warren.mesh/join: "false"
{{- end }}

{{- define "warren.podSpec" -}}
priorityClassName: {{ .Values.priorityClassName }}
nodeSelector: {{ toJson .Values.nodeSelector }}
tolerations: {{ toJson .Values.tolerations }}
affinity: {{ toJson .Values.affinity }}
imagePullSecrets: {{ toJson .Values.image.pullSecrets }}
enableServiceLinks: false
{{- end }}
